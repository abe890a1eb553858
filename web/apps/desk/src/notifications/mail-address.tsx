// Where mail goes to, and that it came back.

import type { NotificationPreferences } from '@frontdesk/client';
import { MailWarning } from 'lucide-react';
import { Notice } from '../ui';
import { Part } from './part';
import styles from './preferences.module.css';

export function MailAddress({ preferences }: { preferences: NotificationPreferences }) {
  const { email, available } = preferences;
  return (
    <Part heading="E-mail">
      {available.email ? null : <p className={styles.none}>This help desk sends no mail.</p>}
      {available.email && !email ? (
        <p className={styles.none}>
          We know no address of yours. Sign in with one to get mail from us.
        </p>
      ) : null}
      {available.email && email ? (
        <p>
          Mail goes to <strong>{email.address}</strong>.
        </p>
      ) : null}
      {email?.undeliverable ? (
        <Notice tone="warning" icon={<MailWarning size={16} aria-hidden />}>
          Mail to this address came back as undeliverable, so we send no more of it. Once your
          account has another address, mail goes there.
        </Notice>
      ) : null}
    </Part>
  );
}
