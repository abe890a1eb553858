// Who the customer of a chat is, what they said before it began, and what there was before.

import type { ChatSession } from '@frontdesk/client';
import { CustomerCard } from '../shared/customer-card';
import { CustomerHistory } from '../shared/customer-history';
import { momentInWords } from '../shared/dates';
import styles from '../shared/side.module.css';

export function CustomerPane({ session }: { session: ChatSession }) {
  return (
    <div className={styles.side}>
      <CustomerCard userId={session.userId} name={session.userName} />
      <Answers session={session} />
      <Facts session={session} />
      <CustomerHistory userId={session.userId} except={session.id} />
    </div>
  );
}

/** What the form before the chat asked. */
function Answers({ session }: { session: ChatSession }) {
  if (session.answers.length === 0) return null;
  return (
    <section>
      <h3 className={styles.heading}>Asked before the chat</h3>
      <dl className={styles.facts}>
        {session.answers.map(({ key, label, value }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Facts({ session }: { session: ChatSession }) {
  return (
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
  );
}
