/** How one wants to hear from the help desk. */

import { Preferences } from '../notifications/preferences';
import { useDeskConfig } from '../session';
import { PageTitle, useDocumentTitle } from '../ui';
import { t } from './locales';

export default function NotificationsPage() {
  const { name } = useDeskConfig();
  useDocumentTitle(t.notifications, name);
  return (
    <>
      <PageTitle lead={t.notificationsLead}>{t.notifications}</PageTitle>
      <Preferences />
    </>
  );
}
