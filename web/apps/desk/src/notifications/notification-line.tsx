// What holds on every page of somebody who is signed in: the number of unread notifications on
// the tab, and a subscription to push messages that the desk knows as it is now.

import { pushSubscriber } from '@frontdesk/client';
import { useMember, useNotifications } from '@frontdesk/react';
import { useEffect } from 'react';
import { setUnread } from '../ui';

export function NotificationLine() {
  const push = useMember(pushSubscriber);
  const { unreadCount } = useNotifications();
  useEffect(() => setUnread(unreadCount), [unreadCount]);
  // Signed out, nothing is known of it.
  useEffect(() => () => setUnread(0), []);
  useEffect(() => {
    push.check().catch(() => {});
  }, [push]);
  return null;
}
