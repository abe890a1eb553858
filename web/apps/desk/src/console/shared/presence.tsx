// Whether a customer is there, or when they last were.

import { agentDesk } from '@frontdesk/client';
import { useMember, useSnapshot } from '@frontdesk/react';
import { RelativeTime } from '../../ui';
import { useCustomer } from './customer';
import styles from './presence.module.css';

export interface CustomerPresence {
  online: boolean;
  lastSeenAt?: string | null;
}

/** What the socket tells of customers of held chats is newer than what was read; null: unknown. */
export function useCustomerPresence(userId: string): CustomerPresence | null {
  const { users } = useSnapshot(useMember(agentDesk));
  const { data } = useCustomer(userId);
  return users[userId] ?? data ?? null;
}

export function PresenceLine({ userId }: { userId: string }) {
  const presence = useCustomerPresence(userId);
  if (!presence) return null;
  return (
    <span className={styles.presence} data-online={presence.online || undefined}>
      <span className={styles.dot} aria-hidden="true" />
      {presence.online ? 'Online' : <Offline lastSeenAt={presence.lastSeenAt} />}
    </span>
  );
}

function Offline({ lastSeenAt }: Pick<CustomerPresence, 'lastSeenAt'>) {
  if (!lastSeenAt) return 'Offline';
  return (
    <span>
      Last seen <RelativeTime time={lastSeenAt} />
    </span>
  );
}
