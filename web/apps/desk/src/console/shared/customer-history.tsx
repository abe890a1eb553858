// A customer's other chats and tickets, as links: what an agent wants to know before answering.

import { Link } from 'react-router';
import { ErrorState, Loading, RelativeTime, StatusPill } from '../../ui';
import { useCustomerHistory } from './customer';
import { paths } from './paths';
import styles from './side.module.css';

export interface CustomerHistoryProps {
  userId: string;
  /** The chat or ticket that is on the screen already. */
  except: string;
}

export function CustomerHistory({ userId, except }: CustomerHistoryProps) {
  const history = useCustomerHistory(userId, except);
  if (history.isPending) return <Loading label="Loading earlier chats and tickets" />;
  if (history.isError) {
    return (
      <ErrorState
        title="Earlier chats and tickets did not load"
        error={history.error}
        onRetry={() => void history.refetch()}
      />
    );
  }
  const { chats, tickets } = history.data;
  return (
    <>
      <section>
        <h3 className={styles.heading}>Earlier tickets</h3>
        {tickets.length === 0 ? <p className={styles.none}>None</p> : null}
        <ul className={styles.links}>
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <Link className={styles.link} to={paths.ticket(ticket.id)}>
                <span className={styles.linkTitle}>{ticket.subject}</span>
                <span className={styles.linkLine}>
                  <StatusPill status={ticket.status} />
                  <RelativeTime time={ticket.updatedAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className={styles.heading}>Earlier chats</h3>
        {chats.length === 0 ? <p className={styles.none}>None</p> : null}
        <ul className={styles.links}>
          {chats.map((chat) => (
            <li key={chat.id}>
              <Link className={styles.link} to={paths.chat(chat.id)}>
                <span className={styles.linkTitle}>
                  {chat.topic || chat.lastMessage || 'Chat without a topic'}
                </span>
                <span className={styles.linkLine}>
                  {chat.agentName ? <span>with {chat.agentName}</span> : null}
                  <RelativeTime time={chat.updatedAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
