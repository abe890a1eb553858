// Above every list: messages that were not sent, and who waits for an agent.

import { useAgentDesk } from '@frontdesk/react';
import { NotSent } from '../chats/not-sent';
import { inQueueOrder } from '../chats/queue';
import { WaitingRow } from '../chats/waiting-row';
import styles from './inbox.module.css';

export function QueuePart({ selected }: { selected?: string }) {
  const { waiting, offers } = useAgentDesk();
  const queue = inQueueOrder(waiting, offers);
  return (
    <div className={styles.queue} data-queue="">
      <NotSent />
      {queue.length > 0 ? (
        <section aria-label="Waiting">
          <h2 className={styles.queueHeading}>
            Waiting for an agent <span className={styles.queueCount}>{queue.length}</span>
          </h2>
          <ul className={styles.queueRows}>
            {queue.map((session) => (
              <WaitingRow
                key={session.id}
                session={session}
                offered={offers.includes(session.id)}
                selected={session.id === selected}
              />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
