// Notifications of one person, on all their tabs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activeChat, someone } from '../harness/people';
import { Server } from '../harness/server';
import { type Claims, token } from '../harness/tokens';
import { type Json, VARIANTS, Wire } from '../harness/wire';

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.dispose());

async function rest(claims: Claims, method: string, path: string, body?: object): Promise<Json> {
  const response = await fetch(`${server.url}/api/support${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token(claims)}`,
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as Json;
  expect(answer, `${method} ${path}`).toMatchObject({ success: true });
  return answer;
}

async function unread(claims: Claims): Promise<number> {
  return (await rest(claims, 'GET', '/notifications?limit=1')).unreadCount;
}

describe.each(VARIANTS)('client $client over $transport', (variant) => {
  test('an answer to a ticket is announced to every tab, and read on one is read on all', async () => {
    const [maya, sam] = [someone('user'), someone('agent')];
    const tabs = await Promise.all([1, 2].map(() => Wire.as(server, '/', maya, variant)));
    for (const tab of tabs) expect(await tab.payload('unread-count')).toEqual({ count: 0 });
    const ticket = (
      await rest(maya, 'POST', '/tickets', {
        subject: 'A flat tyre',
        description: 'It has lost its air.',
        category: 'repairs',
        priority: 'high',
      })
    ).data;
    await rest(sam, 'POST', `/tickets/${ticket.id}/responses`, { response: 'Bring it in' });
    const [tab, other] = tabs as [Wire, Wire];
    await tab.next('ticket-changed', ({ ticketId }) => ticketId === ticket.id);
    const heard = await tab.payload('notification', (one) => one.type === 'ticket-response');
    expect(heard).toMatchObject({
      id: expect.any(String),
      type: 'ticket-response',
      title: expect.any(String),
      message: expect.any(String),
      read: false,
      createdAt: expect.any(String),
    });
    expect(await other.payload('notification', (one) => one.id === heard.id)).toEqual(heard);
    for (const one of tabs) await one.next('unread-count', ({ count }) => count > 0);

    await tab.ok('mark-notification-read', { notificationId: heard.id });
    await other.next('notification-read', ({ notificationId }) => notificationId === heard.id);
    await tab.ok('mark-all-notifications-read');
    for (const one of tabs) await one.next('unread-count', ({ count }) => count === 0);

    const later = await Wire.as(server, '/', maya, variant);
    expect(await later.payload('unread-count')).toEqual({ count: 0 });
    for (const one of [...tabs, later]) one.close();
  });

  test('reading a chat to its end reads what it has told, on every tab', async () => {
    const chat = await activeChat(server, variant, variant);
    const { sessionId, userClaims, agent } = chat;
    // Who has gone from the chat is told of what is written there.
    chat.user.close();
    const tabs = await Promise.all([1, 2].map(() => Wire.as(server, '/', userClaims, variant)));
    // The server hears of their going a moment later: until then nobody is told.
    const told = async () => {
      await agent.ok('chat-message', { sessionId, content: 'Are you there?' });
      return unread(userClaims);
    };
    await expect.poll(told, { timeout: 20_000 }).toBeGreaterThan(0);
    for (const tab of tabs) {
      await tab.payload('notification', ({ data }) => data.sessionId === sessionId);
    }
    const user = await Wire.as(server, '/chat/user', userClaims, variant);
    const { messages } = await user.ok('sync', { sessionId, after: 0 });
    const last = messages.at(-1).seq;
    const count = await unread(userClaims);
    await user.ok('read', { sessionId, seq: last - 1 });
    expect(await unread(userClaims)).toBe(count);
    await user.ok('read', { sessionId, seq: last });
    for (const tab of tabs) {
      await tab.next('notification-read', ({ conversationId }) => conversationId === sessionId);
      await tab.next('unread-count', (one) => one.count === 0);
      tab.close();
    }
    expect(await unread(userClaims)).toBe(0);
    await user.ok('end-chat', { sessionId });
    user.close();
    agent.close();
  });

  test('opening a ticket reads what it has told, on every tab', async () => {
    const [maya, sam] = [someone('user'), someone('agent')];
    const tabs = await Promise.all([1, 2].map(() => Wire.as(server, '/', maya, variant)));
    const [tab, other] = tabs as [Wire, Wire];
    const ticket = async () => {
      const input = { subject: 'A flat tyre', description: 'It has lost its air.' };
      const { id } = (await rest(maya, 'POST', '/tickets', input)).data;
      await rest(sam, 'POST', `/tickets/${id}/responses`, { response: 'Bring it in' });
      await other.next('notification', ({ data }) => data.ticketId === id);
      return id;
    };
    const [first, second] = [await ticket(), await ticket()];
    const before = await unread(maya);
    await tab.ok('view-conversation', { conversationId: first, looking: true });
    await other.next('notification-read', ({ conversationId }) => conversationId === first);
    const between = await unread(maya);
    expect(between).toBeLessThan(before);
    expect(between).toBeGreaterThan(0);
    // Fetching reads nothing; saying so does.
    await rest(maya, 'GET', `/tickets/${second}`);
    expect(await unread(maya)).toBe(between);
    await rest(maya, 'POST', `/conversations/${second}/read`);
    await other.next('notification-read', ({ conversationId }) => conversationId === second);
    await other.next('unread-count', ({ count }) => count === 0);
    for (const one of tabs) one.close();
  });

  test('a burst leaves in one frame for those who ask for it, and one by one for others', async () => {
    const sam = someone('agent');
    const desk = await Wire.as(server, '/chat/agent', sam, variant);
    const chats = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const customer = await Wire.as(server, '/chat/user', someone(), variant);
        const { sessionId } = await customer.ok('initiate-chat', { topic: 'A flat tyre' });
        await desk.ok('accept-session', { sessionId });
        return { customer, sessionId };
      }),
    );
    // Who looks at chats is not notified of them.
    desk.close();
    const seed = await Wire.as(server, '/', sam, variant);
    const batched = await Wire.as(server, '/', sam, variant, { auth: { batch: true } });
    const frames = () => batched.pending('notifications').map(([frame]) => frame);
    const singles = () => seed.pending('notification').map(([one]) => one);
    const before = await unread(sam);
    // Which messages share a commit is the machine's affair.
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        chats.map(({ customer, sessionId }) =>
          customer.ok('chat-message', { sessionId, content: `Are you there? ${round}` }),
        ),
      );
      if (frames().some((frame) => frame.length > 1)) break;
    }
    const sent = (await unread(sam)) - before;
    await expect.poll(() => frames().flat().length, { timeout: 20_000 }).toBe(sent);
    expect(Math.max(...frames().map((frame) => frame.length))).toBeGreaterThan(1);
    await expect.poll(() => singles().length, { timeout: 20_000 }).toBe(sent);
    const byId = (all: Json[]) => all.sort((a, b) => a.id.localeCompare(b.id));
    expect(byId(frames().flat())).toEqual(byId(singles()));
    expect(batched.pending('notification')).toEqual([]);
    expect(seed.pending('notifications')).toEqual([]);
    for (const one of [seed, batched]) {
      await one.next('unread-count', ({ count }) => count === before + sent);
      one.close();
    }
    for (const { customer } of chats) customer.close();
  });

  test('somebody else’s notification can’t be marked', async () => {
    const wire = await Wire.as(server, '/', someone(), variant);
    const ack = await wire.request('mark-notification-read', {
      notificationId: '01890a5d-ac96-774b-bcce-b302099a8057',
    });
    expect(ack).toMatchObject({ success: false, code: 'not-found' });
    expect(await wire.request('mark-notification-read', {})).toMatchObject({
      success: false,
      code: 'invalid-input',
    });
    wire.close();
  });
});
