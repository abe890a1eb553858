/** What the header shows to someone who is signed in: the bell and the account. */
import { MessagesProvider, NotificationBell, type NotificationBellProps } from '@frontdesk/react';
import '@frontdesk/react/styles/bell.css';
import { BellRing, LogOut } from 'lucide-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { currentLocale, WithWords } from '../i18n';
import { NotificationLine } from '../notifications/notification-line';
import { useSession } from '../session';
import { Avatar, Menu } from '../ui';
import { bellWords } from './bell-words';
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
      <WithWords of={bellWords}>
        <Bell onOpen={open} onSettings={settings} />
      </WithWords>
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

function Bell(props: NotificationBellProps) {
  // Drawn anew in another language. Dates are as in the reader's own region.
  const messages = useMemo(() => ({ ...bellWords.t, locale: currentLocale() }), []);
  return (
    <MessagesProvider messages={messages}>
      <NotificationBell {...props} />
    </MessagesProvider>
  );
}
