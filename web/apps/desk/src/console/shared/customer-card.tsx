// Who a customer is: the name, the e-mail address where the desk knows it, whether they are
// there, and why they are blocked if they are.

import { Avatar, Notice } from '../../ui';
import { useCustomer } from './customer';
import { CustomerMarks } from './customer-marks';
import { momentInWords } from './dates';
import { PresenceLine } from './presence';
import styles from './side.module.css';

export interface CustomerCardProps {
  userId: string;
  name: string;
}

export function CustomerCard({ userId, name }: CustomerCardProps) {
  const { data } = useCustomer(userId);
  return (
    <>
      <div className={styles.person}>
        <Avatar name={name} size={44} />
        <div className={styles.who}>
          <h2 className={styles.personName}>{name}</h2>
          {data?.email ? (
            <a className={styles.email} href={`mailto:${data.email}`}>
              {data.email}
            </a>
          ) : null}
          <p className={styles.personLine}>
            <PresenceLine userId={userId} />
            <CustomerMarks userId={userId} />
          </p>
        </div>
      </div>
      {data?.blockedAt ? (
        <Notice tone="danger">
          <strong>Blocked</strong> since {momentInWords(data.blockedAt)}
          {data.blockedReason ? <>: {data.blockedReason}</> : null}
        </Notice>
      ) : null}
    </>
  );
}
