// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeAll, connect } from '../test/support/customer';
import { DeskServer } from '../test/support/desk-server';
import { until } from '../test/support/until';
import { backoffDelay } from './backoff';
import type { ChatUserChannel } from './live-chat';
import { ACK_TIMEOUT_MS, Connection, PROBE_TIMEOUT_MS, STABLE_MS } from './socket';
import { TokenHolder } from './token';

vi.mock('./backoff', async (original) => {
  const { backoffDelay } = await original<typeof import('./backoff')>();
  return { backoffDelay: vi.fn(backoffDelay) };
});

/** So long that only a hint of the browser's can explain a connection. */
const HARDLY_EVER = { first: 600_000, most: 600_000 };

let server: DeskServer;
let connection: Connection;
let token: TokenHolder;
let channel: ChatUserChannel;

beforeEach(async () => {
  server = await DeskServer.start();
  token = new TokenHolder('user:maya');
  connection = new Connection(server.url, token, HARDLY_EVER);
  channel = connection.channel('/chat/user');
});
afterEach(async () => {
  vi.useRealTimers();
  vi.mocked(backoffDelay).mockClear();
  connection.close();
  closeAll();
  await server.stop();
});

const becomes = (status: string) => until(channel, (state) => state.status === status);

it('goes from idle over connecting to online, and back to idle', async () => {
  const seen = [channel.getSnapshot().status];
  channel.subscribe(() => seen.push(channel.getSnapshot().status));
  channel.open();
  await becomes('online');
  channel.close();
  expect(seen).toEqual(['idle', 'connecting', 'online', 'idle']);
});

it('has one line for all namespaces', async () => {
  const other = connection.channel('/');
  channel.open();
  other.open();
  await becomes('online');
  await until(other, ({ status }) => status === 'online');
  server.dropLines();
  await becomes('offline');
  expect(other.getSnapshot().status).toBe('offline');
});

describe('without waiting, comes back', () => {
  it('when the browser is online again', async () => {
    channel.open();
    await becomes('online');
    server.dropLines();
    await becomes('offline');
    window.dispatchEvent(new Event('online'));
    await becomes('online');
  });

  it('when the page is looked at again', async () => {
    channel.open();
    await becomes('online');
    server.dismiss('/chat/user');
    await becomes('offline');
    document.dispatchEvent(new Event('visibilitychange'));
    await becomes('online');
  });

  it('with the new token after a refusal', async () => {
    token.set('bad');
    channel.open();
    expect(await becomes('refused')).toEqual({
      status: 'refused',
      reason: 'the token has expired',
    });
    token.set('user:maya');
    connection.renew();
    await becomes('online');
  });
});

describe('dismissed by the server', () => {
  /** A channel that really waits between its tries, if only for moments. */
  async function online() {
    const { connection: line } = connect(server.url, 'user:maya');
    // Another namespace, so that the line itself stays.
    const root = line.channel('/');
    root.open();
    const own: ChatUserChannel = line.channel('/chat/user');
    own.open();
    await until(root, ({ status }) => status === 'online');
    await until(own, ({ status }) => status === 'online');
    return own;
  }

  async function dismissed(own: ChatUserChannel) {
    server.dismiss('/chat/user');
    await until(own, ({ status }) => status === 'offline');
    await until(own, ({ status }) => status === 'online');
  }

  const attempts = () => vi.mocked(backoffDelay).mock.calls.map(([attempt]) => attempt);

  it('comes back by itself, more slowly each time', async () => {
    const own = await online();
    for (let n = 0; n < 3; n += 1) await dismissed(own);
    expect(attempts()).toEqual([0, 1, 2]);
  });

  it('begins anew where it had been let stay', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const own = await online();
    await dismissed(own);
    vi.setSystemTime(Date.now() + STABLE_MS);
    await dismissed(own);
    expect(attempts()).toEqual([0, 0]);
  });
});

it('stays refused while it asks again, until it is let in', async () => {
  token.set('bad');
  channel.open();
  await becomes('refused');
  const seen: string[] = [];
  channel.subscribe(() => seen.push(channel.getSnapshot().status));
  token.set('user:maya');
  window.dispatchEvent(new Event('online'));
  await becomes('online');
  expect(seen).toEqual(['online']);
});

it('closed for good, hears no hint any more', async () => {
  channel.open();
  await becomes('online');
  connection.close();
  window.dispatchEvent(new Event('online'));
  expect(channel.getSnapshot().status).toBe('idle');
});

describe('a line that is dead without a word', () => {
  /** A line whose time the test moves, from before it is made: it keeps the timers it finds. */
  async function silent() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const own: ChatUserChannel = connect(server.url, 'user:maya').connection.channel('/chat/user');
    own.open();
    await until(own, ({ status }) => status === 'online');
    server.isSilent = true;
    return own;
  }

  it.each(['online', 'offline', 'visibilitychange', 'resume'])(
    'is noticed and made anew on the browser’s %s, long before a heartbeat is missed',
    async (sign) => {
      const own = await silent();
      const target = sign.endsWith('line') ? window : document;
      target.dispatchEvent(new Event(sign));
      vi.advanceTimersByTime(PROBE_TIMEOUT_MS);
      await until(own, ({ status }) => status === 'offline');
      server.isSilent = false;
      vi.useRealTimers();
      await until(own, ({ status }) => status === 'online');
      await own
        .request('sync', { sessionId: 'gone', after: 0 })
        .catch(({ code }) => expect(code).toBe('not-found'));
      expect(server.handshakes).toHaveLength(2);
    },
  );

  it('is noticed by a request that is not answered', async () => {
    const own = await silent();
    const asked = own.request('sync', { sessionId: 's', after: 0 });
    const failed = expect(asked).rejects.toMatchObject({ code: 'timeout' });
    vi.advanceTimersByTime(ACK_TIMEOUT_MS);
    await failed;
    vi.advanceTimersByTime(PROBE_TIMEOUT_MS);
    await until(own, ({ status }) => status === 'offline');
  });

  it('stays when it was only suspected', async () => {
    const own = await silent();
    server.isSilent = false;
    const seen: string[] = [];
    own.subscribe(() => seen.push(own.getSnapshot().status));
    window.dispatchEvent(new Event('online'));
    // Answered after the probe, since the server keeps the order.
    await own.request('sync', { sessionId: 'gone', after: 0 }).catch(() => {});
    vi.advanceTimersByTime(PROBE_TIMEOUT_MS);
    expect(seen).toEqual([]);
    expect(server.handshakes).toHaveLength(1);
  });
});

describe('a request', () => {
  const sync = () => channel.request('sync', { sessionId: 'gone', after: 0 });

  it('fails as offline at once without a line', async () => {
    await expect(sync()).rejects.toMatchObject({ code: 'offline' });
  });

  it('fails as offline when the line breaks before the answer', async () => {
    channel.open();
    await becomes('online');
    server.beforeMessage = () => 'drop-line';
    await expect(
      channel.request('chat-message', { sessionId: 's', content: 'Hello' }),
    ).rejects.toMatchObject({ code: 'offline' });
  });

  it('fails as the server says', async () => {
    channel.open();
    await becomes('online');
    await expect(sync()).rejects.toMatchObject({
      code: 'not-found',
      message: 'there is no such chat',
    });
  });

  it('fails as a timeout when no answer comes', async () => {
    // Before the connection is made: it keeps the timers of that moment.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const own: ChatUserChannel = connect(server.url, 'user:maya').connection.channel('/chat/user');
    own.open();
    await until(own, ({ status }) => status === 'online');
    const asked = own.request('typing', { sessionId: 's', isTyping: true });
    const failed = expect(asked).rejects.toMatchObject({ code: 'timeout' });
    vi.advanceTimersByTime(ACK_TIMEOUT_MS);
    await failed;
  });
});

it('hints that cannot be sent are dropped', () => {
  expect(() => channel.hint('typing', { sessionId: 's', isTyping: true })).not.toThrow();
});
