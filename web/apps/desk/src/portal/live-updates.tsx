/** While someone is signed in: keeps their tickets current. And where a notification leads. */
import type { DeskNotification } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../session';
import { ticketPath } from './paths';
import { keys } from './queries';

export function LiveUpdates() {
  const { signedIn } = useSession();
  return signedIn ? <Following /> : null;
}

function Following() {
  const { notifications } = useFrontdesk();
  const queries = useQueryClient();
  useEffect(
    () =>
      notifications.onTicketChanged((ticketId) => {
        void queries.invalidateQueries({ queryKey: keys.ticket(ticketId) });
        void queries.invalidateQueries({ queryKey: keys.tickets });
      }),
    [notifications, queries],
  );
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
