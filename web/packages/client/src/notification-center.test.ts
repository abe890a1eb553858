import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeAll, reader } from '../test/support/customer';
import { DeskServer } from '../test/support/desk-server';
import { until } from '../test/support/until';
import type { NotificationCenter } from './notification-center';

let server: DeskServer;

beforeEach(async () => {
  server = await DeskServer.start();
});
afterEach(async () => {
  closeAll();
  await server.stop();
});

async function loaded(center: NotificationCenter) {
  center.connect();
  await until(center, ({ connection }) => connection.status === 'online');
  return until(center, ({ loading }) => !loading);
}

const ids = (center: NotificationCenter) => center.getSnapshot().notifications.map(({ id }) => id);

it('shows the newest page with the count of all, and older ones when asked', async () => {
  for (let n = 0; n < 25; n += 1) server.notify('maya', {});
  const { center } = reader(server.url);
  const first = await loaded(center);
  expect(first.notifications).toHaveLength(20);
  expect(first).toMatchObject({ unreadCount: 25, hasMore: true });
  await center.loadMore();
  expect(ids(center)).toHaveLength(25);
  expect(center.getSnapshot().hasMore).toBe(false);
});

it('shows an arrival at once, and tells who listens', async () => {
  const { center } = reader(server.url);
  await loaded(center);
  const arrived: string[] = [];
  center.onArrival(({ id }) => arrived.push(id));
  const { id } = server.notify('maya', {});
  const snapshot = await until(center, ({ notifications }) => notifications.length === 1);
  expect(snapshot.unreadCount).toBe(1);
  expect(arrived).toEqual([id]);
});

it('does not hear of what was only fetched', async () => {
  server.notify('maya', {});
  const { center } = reader(server.url);
  const arrived: string[] = [];
  center.onArrival(({ id }) => arrived.push(id));
  await loaded(center);
  expect(ids(center)).toHaveLength(1);
  expect(arrived).toEqual([]);
});

it('believes the count that was told over one that was fetched earlier', async () => {
  let release = () => {};
  server.answersHeld = new Promise((resolve) => {
    release = resolve;
  });
  const { center } = reader(server.url);
  center.connect();
  await until(center, ({ connection }) => connection.status === 'online');
  while (!server.requests.some((request) => request.startsWith('GET /notifications'))) {
    await new Promise(setImmediate);
  }
  server.tell('maya', 'unread-count', { count: 2 });
  await until(center, ({ unreadCount }) => unreadCount === 2);
  release();
  await until(center, ({ loading }) => !loading);
  expect(center.getSnapshot().unreadCount).toBe(2);
});

it('fetches after a dropped line what arrived meanwhile', async () => {
  const { center } = reader(server.url);
  await loaded(center);
  server.dropLines();
  await until(center, ({ connection }) => connection.status !== 'online');
  const { id } = server.notify('maya', {});
  await until(center, ({ notifications }) => notifications.length === 1);
  expect(ids(center)).toEqual([id]);
});

describe('marking', () => {
  it('one shows it read at once, and tells the server', async () => {
    const { id } = server.notify('maya', {});
    const { center } = reader(server.url);
    await loaded(center);
    const marked = center.markAsRead(id);
    expect(center.getSnapshot()).toMatchObject({ unreadCount: 0, notifications: [{ read: true }] });
    await marked;
    expect(server.unread).toBe(0);
  });

  it('one that the server refuses is taken back', async () => {
    const { id } = server.notify('maya', {});
    const { center } = reader(server.url);
    await loaded(center);
    server.rest.set(`POST /notifications/${id}/read`, {
      status: 503,
      body: { status: 503, code: 'unavailable', detail: 'Not just now.' },
    });
    await expect(center.markAsRead(id)).rejects.toMatchObject({ code: 'unavailable' });
    expect(center.getSnapshot()).toMatchObject({
      unreadCount: 1,
      notifications: [{ read: false }],
    });
    expect(center.getSnapshot().error?.message).toBe('Not just now.');
  });

  it('all shows them read at once, and tells the server', async () => {
    server.notify('maya', {});
    server.notify('maya', {});
    const { center } = reader(server.url);
    await loaded(center);
    const marked = center.markAllAsRead();
    expect(center.getSnapshot().unreadCount).toBe(0);
    await marked;
    expect(server.unread).toBe(0);
  });

  it('all that the server refuses is fetched anew', async () => {
    server.notify('maya', {});
    const { center } = reader(server.url);
    await loaded(center);
    server.rest.set('POST /notifications/read-all', { status: 500, body: {} });
    await expect(center.markAllAsRead()).rejects.toMatchObject({ code: 'internal' });
    expect(center.getSnapshot()).toMatchObject({
      unreadCount: 1,
      notifications: [{ read: false }],
    });
  });
});

it('follows what is read in another tab', async () => {
  const first = server.notify('maya', {});
  server.notify('maya', {});
  const { center } = reader(server.url);
  await loaded(center);
  server.tell('maya', 'notification-read', { notificationId: first.id });
  server.tell('maya', 'unread-count', { count: 1 });
  const snapshot = await until(center, ({ unreadCount }) => unreadCount === 1);
  expect(snapshot.notifications.map(({ read }) => read)).toEqual([false, true]);
  server.tell('maya', 'notification-read', {});
  await until(center, ({ notifications }) => notifications.every(({ read }) => read));
});

it('shows a burst that comes in one event, newest first, and tells of each', async () => {
  const { center } = reader(server.url);
  await loaded(center);
  const arrived: string[] = [];
  center.onArrival(({ id }) => arrived.push(id));
  const one = { type: 'system', title: 'T', message: 'M', data: {}, read: false };
  const burst = ['a', 'b', 'c'].map((id) => ({
    ...one,
    id,
    createdAt: '2026-01-01T00:00:00.000Z',
  }));
  server.tell('maya', 'notifications', burst);
  server.tell('maya', 'notifications', burst);
  server.tell('maya', 'unread-count', { count: 7 });
  await until(center, ({ unreadCount }) => unreadCount === 7);
  expect(ids(center)).toEqual(['c', 'b', 'a']);
  expect(arrived).toEqual(['a', 'b', 'c']);
});

it('shows as read what a conversation that was read had told', async () => {
  const about = [{ ticketId: 't1' }, { sessionId: 't1' }, { ticketId: 't2' }];
  for (const data of about) server.notify('maya', { data });
  const { center } = reader(server.url);
  await loaded(center);
  server.tell('maya', 'notification-read', { conversationId: 't1' });
  server.tell('maya', 'unread-count', { count: 1 });
  const { notifications } = await until(center, ({ unreadCount }) => unreadCount === 1);
  expect(notifications.map(({ read }) => read)).toEqual([false, true, true]);
});

it('asks for bursts in one event, on its own namespace', async () => {
  const { center } = reader(server.url);
  await loaded(center);
  expect(server.wishes).toEqual([{ namespace: '/', batch: true }]);
});

it('hears that a ticket has changed', async () => {
  const { center } = reader(server.url);
  await loaded(center);
  const changed = new Promise((resolve) => center.onTicketChanged(resolve));
  server.tell('maya', 'ticket-changed', { ticketId: 't1' });
  expect(await changed).toBe('t1');
});
