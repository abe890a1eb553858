/** How one wants to hear from the help desk. */

import { Preferences } from '../notifications/preferences';
import { useDeskConfig } from '../session';
import { PageTitle, useDocumentTitle } from '../ui';
import { t } from './locales';
import { t as talk } from './talk/locales';

export default function NotificationsPage() {
  const { name } = useDeskConfig();
  useDocumentTitle(t.notifications, name);
  return (
    <>
      <PageTitle lead={talk.notificationsLead}>{t.notifications}</PageTitle>
      <Preferences />
    </>
  );
}
