// Who a customer is: the name, and the e-mail address where the desk knows it.

import { Avatar } from '../../ui';
import { useCustomer } from './customer';
import styles from './side.module.css';

export interface CustomerCardProps {
  userId: string;
  name: string;
}

export function CustomerCard({ userId, name }: CustomerCardProps) {
  const email = useCustomer(userId).data?.email;
  return (
    <div className={styles.person}>
      <Avatar name={name} size={44} />
      <div className={styles.who}>
        <h2 className={styles.personName}>{name}</h2>
        {email ? (
          <a className={styles.email} href={`mailto:${email}`}>
            {email}
          </a>
        ) : null}
      </div>
    </div>
  );
}
