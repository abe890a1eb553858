// Below a waiting chat: how long it has waited, and accepting it.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { useState } from 'react';
import { Button, errorMessage, RelativeTime } from '../../ui';
import styles from './conversation.module.css';

export function AcceptBar({ session }: { session: ChatSession }) {
  const { desk, connection, offers } = useAgentDesk();
  const [accepting, setAccepting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function accept() {
    setAccepting(true);
    setFailure(null);
    try {
      await desk.accept(session.id);
    } catch (error) {
      setFailure(errorMessage(error));
    } finally {
      setAccepting(false);
    }
  }

  return (
    <div className={styles.acceptBar}>
      <p>
        {offers.includes(session.id) ? 'This chat is offered to you.' : 'This chat is waiting.'}{' '}
        <span className={styles.muted}>
          Since <RelativeTime time={session.queuedAt} />
        </span>
        {failure ? (
          <span className={styles.failure} role="alert">
            {failure}
          </span>
        ) : null}
      </p>
      <Button
        variant="primary"
        busy={accepting}
        disabled={connection.status !== 'online'}
        onClick={() => void accept()}
      >
        Accept
      </Button>
    </div>
  );
}
