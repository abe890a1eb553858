// Who the customer is, and what there was before: their other chats and their tickets.

import type { ChatSession } from '@frontdesk/client';
import { Link } from 'react-router';
import { Avatar, ErrorState, Loading, RelativeTime, StatusPill } from '../../ui';
import { useCustomerHistory } from '../shared/customer';
import { momentInWords } from '../shared/dates';
import { paths } from '../shared/paths';
import styles from '../shared/side.module.css';

export function CustomerPane({ session }: { session: ChatSession }) {
  return (
    <div className={styles.side}>
      <div className={styles.person}>
        <Avatar name={session.userName} size={44} />
        <h2 className={styles.personName}>{session.userName}</h2>
      </div>
      <dl className={styles.facts}>
        {session.topic ? (
          <div>
            <dt>Topic</dt>
            <dd>{session.topic}</dd>
          </div>
        ) : null}
        <div>
          <dt>Started</dt>
          <dd>{momentInWords(session.createdAt)}</dd>
        </div>
        {session.agentName ? (
          <div>
            <dt>Agent</dt>
            <dd>{session.agentName}</dd>
          </div>
        ) : null}
        <div>
          <dt>Customer’s id</dt>
          <dd className={styles.code}>{session.userId}</dd>
        </div>
      </dl>
      <Before session={session} />
    </div>
  );
}

function Before({ session }: { session: ChatSession }) {
  const history = useCustomerHistory(session.userId);
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
  const chats = history.data.chats.filter((chat) => chat.id !== session.id);
  const { tickets } = history.data;
  return (
    <>
      <section>
        <h3 className={styles.heading}>Recent tickets</h3>
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
        <h3 className={styles.heading}>Other recent chats</h3>
        {chats.length === 0 ? <p className={styles.none}>None</p> : null}
        <ul className={styles.links}>
          {chats.map((chat) => (
            <li key={chat.id}>
              <Link className={styles.link} to={paths.chat(chat.id)}>
                <span className={styles.linkTitle}>
                  {chat.topic || chat.lastMessage || 'Chat without a topic'}
                </span>
                <span className={styles.linkLine}>
                  {chat.agentName ? `with ${chat.agentName} · ` : null}
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
