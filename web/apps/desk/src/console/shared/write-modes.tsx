// The switch above a field: a reply that the customer gets, or a note for staff alone. Who reads
// it always stands beside it.

import { Lock, Reply } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import styles from './write-modes.module.css';

export type WriteMode = 'reply' | 'note';

export interface WriteModesProps {
  mode: WriteMode;
  onChange: (mode: WriteMode) => void;
  /** Who gets a reply, in words. */
  replyReader: string;
}

export function WriteModes({ mode, onChange, replyReader }: WriteModesProps) {
  return (
    <div className={styles.head} data-mode={mode}>
      <RadioGroup.Root
        className={styles.modes}
        value={mode}
        onValueChange={(value) => onChange(value as WriteMode)}
        aria-label="What to write"
      >
        <RadioGroup.Item value="reply" className={styles.mode}>
          <Reply size={15} aria-hidden /> Reply
        </RadioGroup.Item>
        <RadioGroup.Item value="note" className={styles.mode}>
          <Lock size={14} aria-hidden /> Internal note
        </RadioGroup.Item>
      </RadioGroup.Root>
      <span className={styles.reader}>
        {mode === 'reply' ? replyReader : 'Only colleagues see this'}
      </span>
    </div>
  );
}
