/** Opening what a notification is about counts as reading the notification. */
import { notificationCenter } from '@frontdesk/client';
import { useMember, useSnapshot } from '@frontdesk/react';
import { useEffect, useRef } from 'react';

/**
 * Marks what the person was told about this ticket or chat as read, once, when its page opens.
 * What comes while it is open stays: the reader may be looking elsewhere.
 */
export function useReadOnOpen(conversationId: string | null): void {
  const notifications = useMember(notificationCenter);
  const { unreadCount, loading } = useSnapshot(notifications);
  const doneFor = useRef<string | null>(null);
  const isKnown = !loading || unreadCount > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is unread when the page opens
  useEffect(() => {
    if (!isKnown || conversationId === null || doneFor.current === conversationId) return;
    doneFor.current = conversationId;
    // If it fails, it stays unread: the bell tells.
    if (unreadCount > 0) notifications.markConversationRead(conversationId).catch(() => {});
  }, [isKnown, conversationId, notifications]);
}
