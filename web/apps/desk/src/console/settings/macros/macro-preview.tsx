// How a macro will read, with example values or for somebody of whom nothing is known.

import { useState } from 'react';
import { Checkbox } from '../../../ui';
import { EXAMPLES, rendered, UNKNOWN } from './macro-text';
import styles from './macros.module.css';

export function MacroPreview({ text }: { text: string }) {
  const [isUnknown, setUnknown] = useState(false);
  const words = rendered(text, isUnknown ? UNKNOWN : EXAMPLES).trim();
  return (
    <section className={styles.preview} aria-label="Preview">
      <p className={styles.previewLabel}>How it will read</p>
      <p className={styles.bubble} data-empty={words === '' || undefined}>
        {words || 'No reply is sent.'}
      </p>
      <Checkbox
        label="To somebody of whom nothing is known"
        checked={isUnknown}
        onChange={setUnknown}
      />
    </section>
  );
}
