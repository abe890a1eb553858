// Where a ticket is answered: a reply that the customer gets, or a note for staff alone. Each has
// a draft of its own, so that what was written as a note cannot be sent to the customer by a slip.

import type { ConversationViewer, Ticket } from '@frontdesk/client';
import { useState } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { WritingWarning } from '../shared/viewers-bar';
import { type WriteMode, WriteModes } from '../shared/write-modes';
import { NoteComposer } from './note-composer';
import styles from './reply-box.module.css';
import { ReplyComposer } from './reply-composer';

export interface ReplyBoxProps {
  ticket: Ticket;
  /** Who else looks at the ticket. */
  viewers: readonly ConversationViewer[];
}

export function ReplyBox({ ticket, viewers }: ReplyBoxProps) {
  const [mode, setMode] = useState<WriteMode>('reply');
  const [asked, setAsked] = useState(false);
  const open = (next: WriteMode) => {
    setAsked(true);
    setMode(next);
  };
  useShortcuts({ note: () => open('note') });
  return (
    <footer className={styles.box} data-mode={mode}>
      <WriteModes mode={mode} onChange={open} replyReader={`${ticket.userName} gets this`} />
      <WritingWarning viewers={viewers} />
      {mode === 'reply' ? (
        <ReplyComposer ticket={ticket} />
      ) : (
        <NoteComposer ticket={ticket} autoFocus={asked} />
      )}
    </footer>
  );
}
