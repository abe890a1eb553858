// What stands below a chat: the place to write in one's own, accepting a waiting one, and why the
// customer cannot be written to elsewhere. A note can be left in any of them.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { Button, RelativeTime } from '../../ui';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { Rating } from '../shared/rating';
import { AcceptBar } from './accept-bar';
import { ChatComposer } from './chat-composer';
import styles from './conversation.module.css';
import { NoteComposer } from './note-composer';

export function ConversationFoot({ session, isOwn }: { session: ChatSession; isOwn: boolean }) {
  const { waiting } = useAgentDesk();
  if (isOwn) return <ChatComposer session={session} />;
  const isWaiting = waiting.some(({ id }) => id === session.id);
  return (
    <>
      {isWaiting ? <AcceptBar session={session} /> : <ReadOnly session={session} />}
      {session.mergedInto ? null : <NoteOnly session={session} />}
    </>
  );
}

function ReadOnly({ session }: { session: ChatSession }) {
  return (
    <p className={styles.readOnly}>
      {session.status === 'closed' ? (
        <>
          This chat is closed
          {session.closedAt ? (
            <>
              {' '}
              · <RelativeTime time={session.closedAt} />
            </>
          ) : null}
          {session.rating ? (
            <span className={styles.rating}>
              {session.userName} rated it{' '}
              <Rating score={session.rating} comment={session.ratingComment} />
            </span>
          ) : null}
        </>
      ) : session.agentName ? (
        `${session.agentName} has this chat. You can read it.`
      ) : (
        'This chat is waiting for an agent.'
      )}
    </p>
  );
}

/** A note in a chat that is not one's own, once it is asked for. */
function NoteOnly({ session }: { session: ChatSession }) {
  const [open, setOpen] = useState(false);
  useShortcuts({ note: () => setOpen(true) });
  if (open) {
    return (
      <div className={styles.noteOnly}>
        <p className={styles.noteReader}>
          <Lock size={14} aria-hidden /> Internal note: only colleagues see this
        </p>
        <NoteComposer session={session} autoFocus onDone={() => setOpen(false)} />
      </div>
    );
  }
  return (
    <Button
      className={styles.addNote}
      size="s"
      variant="ghost"
      icon={<Lock size={14} aria-hidden />}
      onClick={() => setOpen(true)}
    >
      Add an internal note
    </Button>
  );
}
