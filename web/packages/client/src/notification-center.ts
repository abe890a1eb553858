// (Signatures; the bodies follow.)
import type { ConnectionState } from './connection-state';
import type { FrontdeskError } from './errors';
import { Store } from './store';
import type { DeskNotification } from './types';

export interface NotificationCenterSnapshot {
  readonly connection: ConnectionState;
  /** Newest first. */
  readonly notifications: readonly DeskNotification[];
  readonly unreadCount: number;
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly error: FrontdeskError | null;
}

export declare class NotificationCenter extends Store<NotificationCenterSnapshot> {
  /** Opens the socket and fetches the first page. */
  connect(): void;
  disconnect(): void;
  loadMore(): Promise<void>;
  /** At once here; taken back with an error if the server refuses. */
  markAsRead(id: string): Promise<void>;
  markAllAsRead(): Promise<void>;
  /** Hears of every notification as it arrives (not of those fetched). */
  onArrival(listener: (notification: DeskNotification) => void): () => void;
  /** A hint to fetch this ticket again. */
  onTicketChanged(listener: (ticketId: string) => void): () => void;
}
