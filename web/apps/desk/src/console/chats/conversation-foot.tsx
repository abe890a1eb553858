// What stands below a chat: the place to write in one's own, accepting a waiting one, and why
// nothing can be written elsewhere.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { RelativeTime } from '../../ui';
import { AcceptBar } from './accept-bar';
import { ChatComposer } from './chat-composer';
import styles from './conversation.module.css';

export function ConversationFoot({ session, isOwn }: { session: ChatSession; isOwn: boolean }) {
  const { waiting } = useAgentDesk();
  if (isOwn) return <ChatComposer session={session} />;
  if (waiting.some(({ id }) => id === session.id)) return <AcceptBar session={session} />;
  return <ReadOnly session={session} />;
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
        </>
      ) : session.agentName ? (
        `${session.agentName} has this chat. You can read it.`
      ) : (
        'This chat is waiting for an agent.'
      )}
    </p>
  );
}
