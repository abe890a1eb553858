// Delivered and seen, both ways, and what colleagues are told.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { agent, closeAll, customer } from '../test/support/customer';
import { DeskServer } from '../test/support/desk-server';
import { until } from '../test/support/until';
import { DeliveryReporter, RECEIPT_COALESCE_MS } from './receipts';

let server: DeskServer;

beforeEach(async () => {
  server = await DeskServer.start();
});
afterEach(async () => {
  vi.useRealTimers();
  closeAll();
  await server.stop();
});

/** Maya and Ann in a chat. */
async function chatting() {
  const { desk } = agent(server.url);
  desk.connect();
  await until(desk, ({ status }) => status === 'available');
  const { chat } = customer(server.url);
  await chat.start({ message: 'Hello' });
  const { id } = server.session;
  await desk.accept(id);
  await until(chat, ({ status }) => status === 'active');
  return { desk, chat, id };
}

describe('a message of the customer', () => {
  it('is delivered when the agent’s page has it, and seen when they have read it', async () => {
    const { desk, chat, id } = await chatting();
    const delivered = until(chat, ({ messages }) => messages.at(-1)?.state === 'delivered');
    chat.send('My bell does not ring');
    await delivered;
    expect(chat.getSnapshot()).toMatchObject({ agentDeliveredSeq: 2, agentReadSeq: 0 });
    desk.markRead(id);
    await until(chat, ({ messages }) => messages.every(({ state }) => state === 'seen'));
  });
});

describe('a message of the agent', () => {
  it('is delivered when the customer’s page has it, and seen when they have read it', async () => {
    const { desk, chat, id } = await chatting();
    const state = (wanted: string) =>
      until(desk, ({ threads }) => threads[id]?.messages.at(-1)?.state === wanted);
    desk.send(id, 'Turn the clapper');
    await state('delivered');
    expect(chat.getSnapshot().unread).toBe(1);
    chat.markRead();
    await state('seen');
    expect(chat.getSnapshot().unread).toBe(0);
  });

  it('read on another device is not unread here', async () => {
    const { desk, chat, id } = await chatting();
    const other = customer(server.url).chat;
    await other.start();
    desk.send(id, 'Turn the clapper');
    await until(chat, ({ unread }) => unread === 1);
    await until(other, ({ unread }) => unread === 1);
    other.markRead();
    await until(chat, ({ unread }) => unread === 0);
  });
});

it('many messages are receipted by few events', () => {
  vi.useFakeTimers();
  const told: [string, number][] = [];
  const reporter = new DeliveryReporter((id, seq) => told.push([id, seq]));
  for (let seq = 1; seq <= 50; seq += 1) reporter.arrived('s1', seq);
  reporter.arrived('s2', 1);
  vi.advanceTimersByTime(RECEIPT_COALESCE_MS);
  expect(told).toEqual([
    ['s1', 50],
    ['s2', 1],
  ]);
  reporter.arrived('s1', 50);
  vi.advanceTimersByTime(RECEIPT_COALESCE_MS);
  expect(told).toHaveLength(2);
});

it('reading makes the receipt of the arrival needless', () => {
  vi.useFakeTimers();
  const told: number[] = [];
  const reporter = new DeliveryReporter((_id, seq) => told.push(seq));
  reporter.arrived('s1', 3);
  reporter.known('s1', 3);
  vi.advanceTimersByTime(RECEIPT_COALESCE_MS);
  expect(told).toEqual([]);
});

it('a customer hears when the line of their agent drops and returns', async () => {
  const { chat, id } = await chatting();
  expect(chat.getSnapshot().agentOnline).toBe(true);
  server.tellUser(server.session, 'agent-presence', { sessionId: id, online: false });
  await until(chat, ({ agentOnline }) => agentOnline === false);
  server.tellUser(server.session, 'agent-presence', { sessionId: id, online: true });
  await until(chat, ({ agentOnline }) => agentOnline === true);
});

it('an agent sees whether the customer is there, and who else looks at the chat', async () => {
  const { desk, id } = await chatting();
  const seen = { userId: 'maya', online: false, lastSeenAt: '2026-01-01T00:00:00.000Z' };
  server.tellAgents('user-presence', seen);
  server.tellAgents('conversation-viewers', {
    conversationId: id,
    viewers: [{ id: 'ben', name: 'Ben', writing: true }],
  });
  await until(desk, ({ viewers }) => viewers[id]?.[0]?.name === 'Ben');
  expect(desk.getSnapshot().users.maya).toEqual(seen);
});

it('colleagues hear what an agent looks at, and again over every new line', async () => {
  const { desk, id } = await chatting();
  const looking = { conversationId: id, looking: true, writing: false };
  desk.look(id);
  desk.look(id);
  desk.look(id, true);
  await vi.waitUntil(() => server.views.length === 2);
  expect(server.views).toEqual([looking, { ...looking, writing: true }]);
  server.dropLines();
  await vi.waitUntil(() => server.views.length === 3);
  desk.look(null);
  await vi.waitUntil(() => server.views.length === 4);
  expect(server.views[3]).toEqual({ ...looking, looking: false });
});
