// A person's notifications as a hook: the seed's members over the client's `notifications`.

import { type ConnectionState, type DeskNotification, notificationCenter } from '@frontdesk/client';
import { useEffect, useMemo } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UseNotifications {
  /** Newest first. */
  notifications: readonly DeskNotification[];
  unreadCount: number;
  /** At once; if the server refuses, it is taken back and `error` says why. */
  markAsRead(id: string): Promise<void>;
  markAllAsRead(): Promise<void>;

  connection: ConnectionState;
  loading: boolean;
  hasMore: boolean;
  error: string | null;
  loadMore(): Promise<void>;
  /** Fetches the newest anew. */
  refresh(): Promise<void>;
}

/** Connects on first use and stays connected until the client is closed. */
export function useNotifications(): UseNotifications {
  const center = useMember(notificationCenter);
  const snapshot = useSnapshot(center);
  useEffect(() => center.connect(), [center]);
  const actions = useMemo(
    () => ({
      // A failure stands in `error`; a click handler has no use for a rejection.
      markAsRead: (id: string) => center.markAsRead(id).catch(() => {}),
      markAllAsRead: () => center.markAllAsRead().catch(() => {}),
      loadMore: () => center.loadMore(),
      refresh: () => center.refresh(),
    }),
    [center],
  );
  return {
    ...actions,
    notifications: snapshot.notifications,
    unreadCount: snapshot.unreadCount,
    connection: snapshot.connection,
    loading: snapshot.loading,
    hasMore: snapshot.hasMore,
    error: snapshot.error?.message ?? null,
  };
}
