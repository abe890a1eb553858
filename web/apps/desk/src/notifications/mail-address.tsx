// Where mail goes to, and that it came back.

import type { NotificationPreferences } from '@frontdesk/client';
import { MailWarning } from 'lucide-react';
import { Notice } from '../ui';
import { t } from './locales';
import { Part } from './part';
import styles from './preferences.module.css';

export function MailAddress({ preferences }: { preferences: NotificationPreferences }) {
  const { email, available } = preferences;
  return (
    <Part heading={t.email}>
      {available.email ? null : <p className={styles.none}>{t.sendsNoMail}</p>}
      {available.email && !email ? <p className={styles.none}>{t.noAddressSignIn}</p> : null}
      {available.email && email ? <p>{t.mailGoesTo(<strong>{email.address}</strong>)}</p> : null}
      {email?.undeliverable ? (
        <Notice tone="warning" icon={<MailWarning size={16} aria-hidden />}>
          {t.mailUndeliverable}
        </Notice>
      ) : null}
    </Part>
  );
}
