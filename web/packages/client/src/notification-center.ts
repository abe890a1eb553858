// A person's notifications: the stored list by REST, what arrives by the namespace `/`, and
// both kept equal in every tab.

import type { Api } from './api';
import type { ConnectionState } from './connection-state';
import { type FrontdeskError, toFrontdeskError } from './errors';
import type { RootClientEvents, RootServerEvents } from './generated/events';
import type { Channel } from './socket';
import { Store } from './store';
import type { DeskNotification, NotificationTarget } from './types';

export type RootChannel = Channel<RootClientEvents, RootServerEvents>;

/** Notifications that are fetched at a time. */
const PAGE_SIZE = 20;

export interface NotificationCenterSnapshot {
  readonly connection: ConnectionState;
  /** Newest first. */
  readonly notifications: readonly DeskNotification[];
  readonly unreadCount: number;
  readonly loading: boolean;
  /** There are older ones: `loadMore`. */
  readonly hasMore: boolean;
  readonly error: FrontdeskError | null;
}

const NOTHING = {
  notifications: [],
  unreadCount: 0,
  loading: false,
  hasMore: false,
  error: null,
} as const;

export class NotificationCenter extends Store<NotificationCenterSnapshot> {
  readonly #channel: RootChannel;
  readonly #api: Api['notifications'];
  readonly #arrivalListeners = new Set<(notification: DeskNotification) => void>();
  readonly #ticketListeners = new Set<(ticketId: string) => void>();
  #cursor: string | null = null;
  /** Grows when the list is begun anew: answers to older questions are out of date. */
  #generation = 0;
  /** How often the socket has told the count: it is ahead of an answer that is on its way. */
  #countsTold = 0;

  constructor(channel: RootChannel, api: Api['notifications']) {
    super({ ...NOTHING, connection: channel.getSnapshot() });
    this.#channel = channel;
    this.#api = api;
    this.#listen();
  }

  /** Opens the socket; every connection fetches the newest page. */
  connect(): void {
    this.#channel.open();
  }

  disconnect(): void {
    this.#channel.close();
  }

  /** Fetches the newest page anew. A failure stands in `error`. */
  refresh(): Promise<void> {
    return this.#load(null);
  }

  /** Fetches the next older page. A failure stands in `error`. */
  async loadMore(): Promise<void> {
    const { hasMore, loading } = this.getSnapshot();
    if (!hasMore || loading) return;
    await this.#load(this.#cursor);
  }

  /** At once here; taken back if the server refuses, which it then throws. */
  async markAsRead(id: string): Promise<void> {
    const before = this.getSnapshot().notifications.find((one) => one.id === id);
    if (before?.read) return;
    this.#setRead(id, true);
    try {
      await this.#api.markRead(id);
    } catch (thrown) {
      this.#setRead(id, false);
      throw this.#failed(thrown);
    }
  }

  /** At once here; fetched anew if the server refuses, which it then throws. */
  async markAllAsRead(): Promise<void> {
    if (this.getSnapshot().unreadCount === 0) return;
    this.#setAllRead();
    try {
      await this.#api.markAllRead();
    } catch (thrown) {
      const error = this.#failed(thrown);
      await this.#load(null);
      this.update({ error });
      throw error;
    }
  }

  /** What one was told about a ticket or chat is read, in every tab, since one has opened it. */
  async markConversationRead(id: string): Promise<void> {
    try {
      await this.#api.markConversationRead(id);
    } catch (thrown) {
      throw this.#failed(thrown);
    }
  }

  /** Hears of every notification as it arrives (not of those fetched). */
  onArrival(listener: (notification: DeskNotification) => void): () => void {
    this.#arrivalListeners.add(listener);
    return () => void this.#arrivalListeners.delete(listener);
  }

  /** Hears that a ticket has changed: a hint to fetch it again. */
  onTicketChanged(listener: (ticketId: string) => void): () => void {
    this.#ticketListeners.add(listener);
    return () => void this.#ticketListeners.delete(listener);
  }

  /** Another person from now on: nothing of the last one stays. */
  forget(): void {
    this.disconnect();
    this.#generation += 1;
    this.#cursor = null;
    this.update({ ...NOTHING });
  }

  /** Ends the socket, for good. */
  dispose(): void {
    this.disconnect();
  }

  #listen(): void {
    const channel = this.#channel;
    channel.subscribe(() => this.update({ connection: channel.getSnapshot() }));
    channel.onOnline(() => void this.#load(null));
    channel.on('notification', (notification) => this.#onArrival([notification]));
    // A server that knows of them tells several at once.
    channel.on('notifications', (notifications) => this.#onArrival(notifications));
    channel.on('unread-count', ({ count }) => {
      this.#countsTold += 1;
      this.update({ unreadCount: count });
    });
    channel.on('notification-read', ({ notificationId, conversationId }) => {
      // The count comes by its own event.
      if (notificationId) this.#showRead(notificationId, true);
      else if (conversationId) this.#showConversationRead(conversationId);
      else this.#showAllRead();
    });
    channel.on('ticket-changed', ({ ticketId }) => {
      for (const listener of this.#ticketListeners) listener(ticketId);
    });
  }

  async #load(cursor: string | null): Promise<void> {
    if (cursor === null) this.#generation += 1;
    const generation = this.#generation;
    const countsTold = this.#countsTold;
    this.update({ loading: true });
    try {
      const answer = await this.#api.list({ limit: PAGE_SIZE, cursor });
      if (generation !== this.#generation) return;
      this.#cursor = answer.next;
      const { notifications, unreadCount } = this.getSnapshot();
      this.update({
        notifications:
          cursor === null
            ? withArrivals(answer.items, notifications)
            : join(notifications, answer.items),
        unreadCount: countsTold === this.#countsTold ? answer.unreadCount : unreadCount,
        hasMore: answer.next !== null,
        loading: false,
        error: null,
      });
    } catch (thrown) {
      if (generation !== this.#generation) return;
      this.update({ loading: false });
      this.#failed(thrown);
    }
  }

  /** In the order in which they were made: the last is the newest. */
  #onArrival(arrived: Parameters<RootServerEvents['notifications']>[0]): void {
    const { notifications, unreadCount } = this.getSnapshot();
    const known = new Set(notifications.map(({ id }) => id));
    const fresh: DeskNotification[] = arrived
      .filter(({ id }) => !known.has(id))
      .map((one) => ({ ...one, data: one.data as NotificationTarget }));
    if (fresh.length === 0) return;
    this.update({
      notifications: [...fresh.toReversed(), ...notifications],
      // The server's own count follows; until then this is the better guess.
      unreadCount: unreadCount + fresh.filter(({ read }) => !read).length,
    });
    for (const notification of fresh) {
      for (const listener of this.#arrivalListeners) listener(notification);
    }
  }

  #setRead(id: string, read: boolean): void {
    this.#showRead(id, read);
    const { unreadCount } = this.getSnapshot();
    this.update({ unreadCount: Math.max(0, unreadCount + (read ? -1 : 1)) });
  }

  #showConversationRead(id: string): void {
    const { notifications } = this.getSnapshot();
    const isAbout = ({ ticketId, sessionId }: NotificationTarget) =>
      ticketId === id || sessionId === id;
    this.update({
      notifications: notifications.map((one) => (isAbout(one.data) ? { ...one, read: true } : one)),
    });
  }

  #setAllRead(): void {
    this.#showAllRead();
    this.update({ unreadCount: 0 });
  }

  #showRead(id: string, read: boolean): void {
    const { notifications } = this.getSnapshot();
    this.update({
      notifications: notifications.map((one) => (one.id === id ? { ...one, read } : one)),
    });
  }

  #showAllRead(): void {
    const { notifications } = this.getSnapshot();
    this.update({ notifications: notifications.map((one) => ({ ...one, read: true })) });
  }

  #failed(thrown: unknown): FrontdeskError {
    const error = toFrontdeskError(thrown);
    this.update({ error });
    return error;
  }
}

/** The newest page, before it what arrived while it was fetched. */
function withArrivals(
  page: readonly DeskNotification[],
  present: readonly DeskNotification[],
): DeskNotification[] {
  const newest = page[0];
  const arrived = newest ? present.filter((one) => one.createdAt > newest.createdAt) : present;
  return join(arrived, page);
}

function join(
  first: readonly DeskNotification[],
  second: readonly DeskNotification[],
): DeskNotification[] {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...second.filter(({ id }) => !known.has(id))];
}
