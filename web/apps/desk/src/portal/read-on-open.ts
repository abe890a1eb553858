/** Opening what a notification is about counts as reading the notification. */
import type { NotificationTarget } from '@frontdesk/client';
import { useFrontdesk, useSnapshot } from '@frontdesk/react';
import { useEffect, useRef } from 'react';

/**
 * Marks the unread notifications about this ticket or chat as read, once, when its page opens.
 * Those that come while it is open stay: the reader may be looking elsewhere.
 */
export function useReadOnOpen(member: keyof NotificationTarget, id: string | null): void {
  const { notifications } = useFrontdesk();
  const { notifications: list, loading } = useSnapshot(notifications);
  const doneFor = useRef<string | null>(null);
  const ready = !loading && list.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list as it is when the page opens
  useEffect(() => {
    if (!ready || id === null || doneFor.current === id) return;
    doneFor.current = id;
    for (const notification of list) {
      if (!notification.read && notification.data[member] === id) {
        // If it fails, it stays unread: the bell tells.
        notifications.markAsRead(notification.id).catch(() => {});
      }
    }
  }, [ready, id, member, notifications]);
}
