/** What the header shows to someone who is signed in: the bell and the account. */
import { NotificationBell } from '@frontdesk/react';
import '@frontdesk/react/styles/bell.css';
import { BellRing, LogOut } from 'lucide-react';
import { useNavigate } from 'react-router';
import { NotificationLine } from '../notifications/notification-line';
import { useSession } from '../session';
import { Avatar, Menu } from '../ui';
import styles from './layout.module.css';
import { useOpenNotification } from './live-updates';
import { t } from './locales';
import { NOTIFICATIONS_PATH } from './paths';

export default function AccountTools() {
  const { person, signOut } = useSession();
  const open = useOpenNotification();
  const navigate = useNavigate();
  const settings = () => void navigate(NOTIFICATIONS_PATH);
  const name = person?.name ?? '';
  return (
    <>
      <NotificationLine />
      <NotificationBell onOpen={open} onSettings={settings} />
      <Menu
        trigger={
          <button type="button" className={styles.account} aria-label={t.account(name)}>
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
          {
            label: t.notifications,
            icon: <BellRing size={16} aria-hidden />,
            onSelect: settings,
          },
          { label: t.signOut, icon: <LogOut size={16} aria-hidden />, onSelect: signOut },
        ]}
      />
    </>
  );
}
