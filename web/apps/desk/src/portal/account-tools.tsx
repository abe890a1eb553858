/** What the header shows to someone who is signed in: the bell and the account. */
import { NotificationBell } from '@frontdesk/react';
import '@frontdesk/react/styles.css';
import { LogOut } from 'lucide-react';
import { useSession } from '../session';
import { Avatar, Menu } from '../ui';
import styles from './layout.module.css';
import { useOpenNotification } from './live-updates';

export default function AccountTools() {
  const { person, signOut } = useSession();
  const open = useOpenNotification();
  const name = person?.name ?? '';
  return (
    <>
      <NotificationBell onOpen={open} />
      <Menu
        trigger={
          <button type="button" className={styles.account} aria-label={`Account: ${name}`}>
            <Avatar name={name} size={30} />
          </button>
        }
        entries={[
          {
            heading: (
              <>
                <strong className={styles.person}>{name}</strong>
                {person?.email ? <span className={styles.email}>{person.email}</span> : null}
              </>
            ),
          },
          'separator',
          { label: 'Sign out', icon: <LogOut size={16} aria-hidden />, onSelect: signOut },
        ]}
      />
    </>
  );
}
