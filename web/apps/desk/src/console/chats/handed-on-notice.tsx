// Above an open chat: the note with which it was handed on.

import { StickyNote } from 'lucide-react';
import { Notice } from '../../ui';
import styles from './conversation.module.css';

export function HandedOnNotice({ note }: { note: string | null }) {
  if (!note) return null;
  return (
    <div className={styles.note}>
      <Notice tone="warning" icon={<StickyNote size={16} aria-hidden />}>
        <strong>Handed on with a note:</strong> {note}
      </Notice>
    </div>
  );
}
