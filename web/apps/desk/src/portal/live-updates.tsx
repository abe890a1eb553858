/** For someone who is signed in: keeps their conversations current. And where a notification leads. */
import { type DeskNotification, notificationCenter } from '@frontdesk/client';
import { useMember, useSnapshot } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { ticketPath } from './paths';
import { keys } from './queries';

export default function LiveUpdates() {
  const notifications = useMember(notificationCenter);
  const queries = useQueryClient();
  useEffect(
    () =>
      notifications.onTicketChanged((ticketId) => {
        void queries.invalidateQueries({ queryKey: keys.ticket(ticketId) });
        void queries.invalidateQueries({ queryKey: keys.conversations });
      }),
    [notifications, queries],
  );
  // What is new, or read, in whichever tab.
  const { connection, unreadCount } = useSnapshot(notifications);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the count is another
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: keys.conversations });
  }, [unreadCount, queries]);
  // What changed while the line was down was told to nobody.
  const online = connection.status === 'online';
  const wasOnline = useRef(false);
  useEffect(() => {
    if (online && wasOnline.current) {
      void queries.invalidateQueries({ queryKey: ['ticket'] });
      void queries.invalidateQueries({ queryKey: keys.conversations });
    }
    wasOnline.current ||= online;
  }, [online, queries]);
  return null;
}

/** Goes where a notification leads. */
export function useOpenNotification(): (notification: DeskNotification) => void {
  const navigate = useNavigate();
  return (notification) => {
    const path = pathOf(notification);
    if (path) void navigate(path);
  };
}

export function pathOf({ data }: Pick<DeskNotification, 'data'>): string | null {
  if (data.ticketId) return ticketPath(data.ticketId);
  if (data.sessionId) return '/chat';
  return null;
}
