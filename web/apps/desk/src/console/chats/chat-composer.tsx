// Where an agent writes in a chat of theirs: to the customer, or a note. Each has a draft of its
// own, so that what was written as a note cannot be sent to the customer by a slip.

import type { ChatSession } from '@frontdesk/client';
import { useState } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { type WriteMode, WriteModes } from '../shared/write-modes';
import { NoteComposer } from './note-composer';
import { ReplyComposer } from './reply-composer';

export function ChatComposer({ session }: { session: ChatSession }) {
  const [mode, setMode] = useState<WriteMode>('reply');
  const [asked, setAsked] = useState(false);
  const open = (next: WriteMode) => {
    setAsked(true);
    setMode(next);
  };
  useShortcuts({ note: () => open('note') });
  return (
    <>
      <WriteModes mode={mode} onChange={open} replyReader={`${session.userName} gets this`} />
      {mode === 'reply' ? (
        <ReplyComposer session={session} />
      ) : (
        <NoteComposer session={session} autoFocus={asked} />
      )}
    </>
  );
}
