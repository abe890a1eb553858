import { afterEach, beforeEach, expect, it } from 'vitest';
import { DeskServer } from '../test/support/desk-server';
import { until } from '../test/support/until';
import { createFrontdesk, type Frontdesk } from './frontdesk';
import { memoryStorage } from './storage';

let server: DeskServer;
let frontdesk: Frontdesk;

beforeEach(async () => {
  server = await DeskServer.start();
  frontdesk = createFrontdesk({ url: server.url, token: 'user:maya', storage: memoryStorage() });
});
afterEach(async () => {
  frontdesk.close();
  await server.stop();
});

it('gives the same member every time', () => {
  expect(frontdesk.chat).toBe(frontdesk.chat);
  expect(frontdesk.api).toBe(frontdesk.api);
  expect(frontdesk.notifications).toBe(frontdesk.notifications);
});

it('opens no socket before one is asked for', () => {
  expect(frontdesk.chat.getSnapshot().connection.status).toBe('idle');
  expect(server.handshakes).toEqual([]);
});

it('needs an address where there is no page', () => {
  expect(() => createFrontdesk({ token: null })).toThrow('needs a url');
});

it('comes back with the new token of the same person, the chat untouched', async () => {
  const jwt = (exp: number) =>
    `user:${Buffer.from('{}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'maya', exp })).toString('base64url')}.x`;
  frontdesk.setToken(jwt(1));
  await frontdesk.chat.start({ message: 'Hello' });
  frontdesk.setToken(jwt(2));
  await until(frontdesk.chat, ({ connection }) => connection.status !== 'online');
  await until(frontdesk.chat, ({ connection }) => connection.status === 'online');
  expect(server.handshakes.at(-1)).toBe(`/chat/user ${jwt(2)}`);
  expect(frontdesk.chat.getSnapshot().messages).toHaveLength(1);
});

it('keeps nothing of one person for the next', async () => {
  server.notify('maya', {});
  frontdesk.notifications.connect();
  await frontdesk.chat.start({ message: 'Hello' });
  await until(frontdesk.notifications, ({ notifications }) => notifications.length === 1);
  server.notifications.length = 0;
  frontdesk.setToken('user:noor');
  await until(frontdesk.chat, ({ messages }) => messages.length === 0);
  expect(frontdesk.chat.getSnapshot()).toMatchObject({ sessionId: null, status: 'idle' });
  expect(frontdesk.notifications.getSnapshot().notifications).toEqual([]);
  await until(frontdesk.chat, ({ connection }) => connection.status === 'online');
  expect(server.handshakes).toContain('/chat/user user:noor');
  expect(server.sessions.size).toBe(1);
});

it('signed out, closes its sockets', async () => {
  await frontdesk.chat.start();
  frontdesk.setToken(null);
  expect(frontdesk.chat.getSnapshot().connection.status).toBe('idle');
  expect(frontdesk.chat.getSnapshot().sessionId).toBeNull();
});

it('asks a function for the token at every connection', async () => {
  let renewals = 0;
  frontdesk.setToken(async () => {
    renewals += 1;
    return 'user:maya';
  });
  await frontdesk.chat.start();
  const before = renewals;
  server.dismiss('/chat/user');
  await until(frontdesk.chat, ({ connection }) => connection.status !== 'online');
  await until(frontdesk.chat, ({ connection }) => connection.status === 'online');
  expect(renewals).toBeGreaterThan(before);
});

it('closed, cancels what is under way', async () => {
  const asked = frontdesk.api.auth.me();
  frontdesk.close();
  await expect(asked).rejects.toMatchObject({ code: 'aborted' });
});
