// What is going on: who waits, one's own chats, and those that are set aside.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useNow } from '../../ui';
import { isAside } from '../conversation/subject';
import { useConsole } from '../shared/console-context';
import { paths } from '../shared/paths';
import { keys, PAGE_MAX } from '../shared/queries';
import styles from './chat-list.module.css';
import { ChatRow } from './chat-row';
import { NotSent } from './not-sent';
import { inActivityOrder, inQueueOrder, lastActivity, previewOf, unreadOf } from './queue';
import { WaitingRow } from './waiting-row';

export function ChatsNow({ selected }: { selected?: string }) {
  const { waiting, offers, sessions, threads } = useAgentDesk();
  const { me } = useConsole();
  const now = useNow();
  const queue = inQueueOrder(waiting, offers);
  const own = inActivityOrder(
    sessions.filter((session) => !isAside(session, now)),
    threads,
  );
  return (
    <>
      <NotSent />
      <h2 className={styles.heading}>
        Waiting <span className={styles.number}>{queue.length}</span>
      </h2>
      {queue.length === 0 ? (
        <p className={styles.none}>Nobody is waiting.</p>
      ) : (
        <ul className={styles.rows}>
          {queue.map((session) => (
            <WaitingRow
              key={session.id}
              session={session}
              offered={offers.includes(session.id)}
              selected={session.id === selected}
            />
          ))}
        </ul>
      )}
      <h2 className={styles.heading}>
        Your chats <span className={styles.number}>{own.length}</span>
      </h2>
      {own.length === 0 ? (
        <p className={styles.none}>Chats that you accept are kept here until they are closed.</p>
      ) : (
        <ul className={styles.rows}>
          {own.map((session) => {
            const thread = threads[session.id];
            return (
              <ChatRow
                key={session.id}
                session={session}
                selected={session.id === selected}
                unread={unreadOf(session, thread)}
                typing={thread?.userTyping ?? false}
                preview={previewOf(session, thread, me.id)}
                time={lastActivity(session, thread)}
                to={paths.chat(session.id)}
              />
            );
          })}
        </ul>
      )}
      <Aside sessions={useAside(sessions, now)} selected={selected} />
    </>
  );
}

/** Own chats that are set aside; those that the server leaves out of what is held are among them. */
function useAside(held: readonly ChatSession[], now: number): ChatSession[] {
  const { api } = useFrontdesk();
  const asideHeld = held.filter((session) => isAside(session, now));
  const read = useQuery({
    queryKey: [...keys.sessions, 'aside', asideHeld.map(({ id }) => id).join()],
    queryFn: async ({ signal }) =>
      (await api.chat.sessions({ snoozed: true, mine: true, limit: PAGE_MAX }, { signal })).items,
  });
  const known = new Map((read.data ?? []).map((session) => [session.id, session]));
  // What the socket tells is newer.
  for (const session of held) known.set(session.id, session);
  return [...known.values()]
    .filter((session) => isAside(session, now))
    .sort((one, other) => (one.snoozedUntil ?? '').localeCompare(other.snoozedUntil ?? ''));
}

interface AsideProps {
  sessions: readonly ChatSession[];
  selected?: string;
}

function Aside({ sessions, selected }: AsideProps) {
  if (sessions.length === 0) return null;
  return (
    <details className={styles.aside}>
      <summary className={styles.heading}>
        <ChevronRight className={styles.chevron} size={15} aria-hidden />
        Set aside <span className={styles.number}>{sessions.length}</span>
      </summary>
      <ul className={styles.rows}>
        {sessions.map((session) => (
          <ChatRow
            key={session.id}
            session={session}
            selected={session.id === selected}
            preview="Comes back"
            time={session.snoozedUntil ?? session.updatedAt}
            to={paths.chat(session.id)}
          />
        ))}
      </ul>
    </details>
  );
}
