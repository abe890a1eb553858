/** How one wants to hear from the help desk. */
import { Preferences } from '../notifications/preferences';
import { useDeskConfig } from '../session';
import { PageTitle, useDocumentTitle } from '../ui';

export default function NotificationsPage() {
  const { name } = useDeskConfig();
  useDocumentTitle('Notifications', name);
  return (
    <>
      <PageTitle lead="Choose what you want to hear of, where and when. Every change holds at once.">
        Notifications
      </PageTitle>
      <Preferences />
    </>
  );
}
