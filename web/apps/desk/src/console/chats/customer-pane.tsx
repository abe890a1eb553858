// Who the customer of a chat is, and what there was before.

import type { ChatSession } from '@frontdesk/client';
import { CustomerCard } from '../shared/customer-card';
import { CustomerHistory } from '../shared/customer-history';
import { momentInWords } from '../shared/dates';
import styles from '../shared/side.module.css';

export function CustomerPane({ session }: { session: ChatSession }) {
  return (
    <div className={styles.side}>
      <CustomerCard userId={session.userId} name={session.userName} />
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
      <CustomerHistory userId={session.userId} except={session.id} />
    </div>
  );
}
