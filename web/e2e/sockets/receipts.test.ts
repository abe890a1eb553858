// Receipts, typing, presence and who else is looking: what both sides of a chat know of each other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, activeChat, leave, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { type Json, VARIANTS, Wire } from '../harness/wire';

let server: Server;
beforeAll(async () => {
  server = await Server.start({ TYPING_SECONDS: '1' });
});
afterAll(() => server?.dispose());

async function say(wire: Wire, sessionId: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    await wire.ok('chat-message', { sessionId, content: `message ${sent}` });
  }
}

describe.each(VARIANTS)('client $client over $transport', (variant) => {
  test('delivered and read are told to both sides, are kept, and only move forward', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    await say(user, sessionId, 3);
    await agent.ok('delivered', { sessionId, seq: 2 });
    const delivered = { sessionId, seq: 2, by: 'agent' };
    expect(await user.payload('delivered')).toEqual(delivered);
    expect(await agent.payload('delivered')).toEqual(delivered);
    await agent.ok('delivered', { sessionId, seq: 1 });
    await agent.ok('read', { sessionId, seq: 99 });
    expect(await user.payload('read')).toEqual({ sessionId, seq: 3, by: 'agent' });
    // What was read was received; an older mark and one that implies another are not told.
    expect(user.pending('delivered')).toEqual([]);
    await user.ok('read', { sessionId, seq: 1 });
    expect(await agent.payload('read', (one) => one.by === 'user')).toMatchObject({ seq: 1 });
    const { session } = await user.ok('sync', { sessionId, after: 3 });
    expect(session).toMatchObject({
      agentDeliveredSeq: 3,
      agentReadSeq: 3,
      userDeliveredSeq: 1,
      userReadSeq: 1,
    });
    await leave(chat);
  });

  test('typing ends by itself', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    user.emit('typing', { sessionId, isTyping: true });
    expect(await agent.payload('user-typing')).toEqual({ sessionId, isTyping: true });
    expect(await agent.payload('user-typing')).toEqual({ sessionId, isTyping: false });
    agent.emit('typing', { sessionId, isTyping: true });
    expect(await user.next('agent-typing')).toEqual([true, { sessionId }]);
    expect(await user.next('agent-typing')).toEqual([false, { sessionId }]);
    await leave(chat);
  });
});

test('receipts of others, of nothing and of less than nothing are refused', async () => {
  const chat = await activeChat(server);
  const { user, agent, sessionId } = chat;
  await say(user, sessionId, 1);
  const stranger = await Wire.as(server, '/chat/user', someone());
  const colleague = await Wire.as(server, '/chat/agent', someone('agent'));
  for (const event of ['delivered', 'read']) {
    for (const wire of [stranger, colleague]) {
      const ack = await wire.request(event, { sessionId, seq: 1 });
      expect(ack).toMatchObject({ success: false, code: 'not-found' });
    }
    const ack = await agent.request(event, { sessionId, seq: -1 });
    expect(ack).toMatchObject({ success: false, code: 'invalid-input' });
  }
  const { session } = await user.ok('sync', { sessionId });
  expect(session).toMatchObject({ agentDeliveredSeq: 0, agentReadSeq: 0, userReadSeq: 0 });
  stranger.close();
  colleague.close();
  await leave(chat);
});

test('receipts are written together, and hold up no message behind them', async () => {
  const chat = await activeChat(server);
  const { user, agent, sessionId } = chat;
  await say(user, sessionId, 1);
  // One after the other, each in a group of its own, they would take far longer than the
  // harness waits for an acknowledgement.
  const receipts = Array.from({ length: 500 }, () => agent.ok('read', { sessionId, seq: 1 }));
  await Promise.all([...receipts, agent.ok('chat-message', { sessionId, content: 'Hello' })]);
  expect(user.pending('read')).toHaveLength(1);
  await leave(chat);
});

describe('typing', () => {
  let lasting: Server;
  beforeAll(async () => {
    lasting = await Server.start({ TYPING_SECONDS: '60' });
  });
  afterAll(() => lasting?.dispose());

  test('ends with the typer’s message, after it', async () => {
    const chat = await activeChat(lasting);
    const { user, agent, sessionId } = chat;
    const heard: Json[] = [];
    agent.socket.onAny((event: string) => heard.push(event));
    user.emit('typing', { sessionId, isTyping: true });
    await agent.next('user-typing');
    await user.ok('chat-message', { sessionId, content: 'Here it is' });
    expect(await agent.payload('user-typing')).toEqual({ sessionId, isTyping: false });
    expect(heard.slice(-2)).toEqual(['chat-message', 'user-typing']);
    await leave(chat);
  });

  test('ends with the connection on which it was typed', async () => {
    const chat = await activeChat(lasting);
    const { agent, sessionId } = chat;
    const other = await Wire.as(lasting, '/chat/user', chat.userClaims);
    other.emit('typing', { sessionId, isTyping: true });
    expect(await agent.payload('user-typing')).toEqual({ sessionId, isTyping: true });
    other.close();
    expect(await agent.payload('user-typing')).toEqual({ sessionId, isTyping: false });
    await leave(chat);
  });

  test('that goes on is not told at every keystroke', async () => {
    const chat = await activeChat(lasting);
    const { user, agent, sessionId } = chat;
    for (let key = 0; key < 200; key += 1) user.emit('typing', { sessionId, isTyping: true });
    await user.ok('chat-message', { sessionId, content: 'Done' });
    await agent.next('user-typing', (typing) => !typing.isTyping);
    expect(agent.pending('user-typing')).toEqual([[{ sessionId, isTyping: true }]]);
    await leave(chat);
  });
});

describe('who looks at a conversation', () => {
  const names = (viewers: Json[]) => viewers.map((one) => one.id);

  test('is told to those who look: each once, and no longer when they have gone', async () => {
    const chat = await activeChat(server);
    const conversationId = chat.sessionId;
    const [ann, ben] = [someone('agent'), someone('agent')];
    const anns = await Wire.as(server, '/chat/agent', ann);
    const annsOther = await Wire.as(server, '/chat/agent', ann);
    const bens = await Wire.as(server, '/chat/agent', ben);
    await anns.ok('view-conversation', { conversationId, looking: true });
    const alone = await anns.payload('conversation-viewers');
    expect(alone).toEqual({
      conversationId,
      viewers: [{ id: ann.sub, name: ann.name, writing: false }],
    });
    await annsOther.ok('view-conversation', { conversationId, looking: true });
    expect(await annsOther.payload('conversation-viewers')).toEqual(alone);
    await bens.ok('view-conversation', { conversationId, looking: true });
    for (const wire of [anns, annsOther, bens]) {
      const { viewers } = await wire.payload('conversation-viewers');
      expect(names(viewers)).toEqual([ann.sub, ben.sub]);
    }
    // One of two tabs changes nothing; the last one does, however it ends.
    anns.close();
    annsOther.close();
    const left = await bens.payload('conversation-viewers');
    expect(names(left.viewers)).toEqual([ben.sub]);
    await bens.ok('view-conversation', { conversationId, looking: false });
    expect(bens.pending('conversation-viewers')).toEqual([]);
    // Whoever doesn't look hears nothing.
    expect(chat.agent.pending('conversation-viewers')).toEqual([]);
    bens.close();
    await leave(chat);
  });

  test('shows who is writing, until they send nothing more of it', async () => {
    const rest = new Rest(server, someone());
    const ticket = await rest.post('/tickets', { subject: 'Bell', description: 'Silent.' });
    const conversationId = ticket.id;
    const [ann, ben] = [someone('agent'), someone('agent')];
    const [anns, bens] = [
      await Wire.as(server, '/chat/agent', ann),
      await Wire.as(server, '/chat/agent', ben),
    ];
    await anns.ok('view-conversation', { conversationId, looking: true });
    await bens.ok('view-conversation', { conversationId, looking: true, writing: true });
    const writing = (wire: Wire, expected: boolean) =>
      wire.payload('conversation-viewers', ({ viewers }) =>
        viewers.some((one: Json) => one.id === ben.sub && one.writing === expected),
      );
    await writing(anns, true);
    await writing(anns, false);
    anns.close();
    bens.close();
  });

  test('is told to agents, of conversations that one may see', async () => {
    const chat = await activeChat(server);
    const { user, agent, sessionId } = chat;
    const looking = { conversationId: sessionId, looking: true };
    expect(await user.request('view-conversation', looking)).toMatchObject({ success: true });
    const stranger = await Wire.as(server, '/chat/user', someone());
    const refused = await stranger.request('view-conversation', looking);
    expect(refused).toMatchObject({ success: false, code: 'not-found' });
    stranger.close();
    const nowhere = { conversationId: '0190a0b0-0000-7000-8000-000000000000', looking: true };
    const ack = await agent.request('view-conversation', nowhere);
    expect(ack).toMatchObject({ success: false, code: 'not-found' });
    await leave(chat);
  });
});

describe('presence', () => {
  test('the agent hears that their customer has gone, and is back', async () => {
    const chat = await activeChat(server);
    const { agent } = chat;
    const userId = chat.userClaims.sub;
    expect(await agent.payload('user-presence')).toMatchObject({ userId, online: true });
    chat.user.close();
    const gone = await agent.payload('user-presence');
    expect(gone).toEqual({ userId, online: false, lastSeenAt: expect.any(String) });
    const user = await Wire.as(server, '/chat/user', chat.userClaims);
    const back = await agent.payload('user-presence');
    expect(back).toMatchObject({ userId, online: true });
    expect(Date.parse(back.lastSeenAt)).toBeGreaterThanOrEqual(Date.parse(gone.lastSeenAt));
    await leave({ ...chat, user });
  });

  test('the customer hears that their agent’s line has dropped, and is back', async () => {
    const chat = await activeChat(server);
    const { user, sessionId } = chat;
    expect(await user.payload('agent-presence')).toEqual({ sessionId, online: true });
    chat.agent.close();
    expect(await user.payload('agent-presence')).toEqual({ sessionId, online: false });
    // Another tab that opens meanwhile hears it too.
    const tab = await Wire.as(server, '/chat/user', chat.userClaims);
    expect(await tab.payload('agent-presence')).toEqual({ sessionId, online: false });
    const agent = await Wire.as(server, '/chat/agent', chat.agentClaims);
    expect(await user.payload('agent-presence')).toEqual({ sessionId, online: true });
    expect(await agent.payload('user-presence')).toMatchObject({ online: true });
    tab.close();
    await leave({ ...chat, agent });
  });

  test('an agent who accepts hears of a customer who is not there', async () => {
    const claims = someone();
    const user = await Wire.as(server, '/chat/user', claims);
    const { sessionId } = await user.ok('initiate-chat', { message: 'Anybody?' });
    user.close();
    const agent = await Wire.as(server, '/chat/agent', someone('agent'));
    await accept(agent, sessionId);
    const presence = await agent.payload('user-presence', (one) => one.userId === claims.sub);
    expect(presence.lastSeenAt).toEqual(expect.any(String));
    await agent.ok('close-session', { sessionId });
    agent.close();
  });

  test('when somebody was last seen outlives the server', async () => {
    const own = await Server.start();
    const claims = someone();
    const user = await Wire.as(own, '/chat/user', claims);
    const agent = new Rest(own, someone('agent'));
    expect(await agent.get(`/people/${claims.sub}`)).toMatchObject({ online: true });
    const before = Date.now();
    user.close();
    const online = async () => (await agent.get(`/people/${claims.sub}`)).online;
    // Said to be gone only when it isn't back in a moment.
    expect(await online()).toBe(true);
    await expect.poll(online, { timeout: 20_000 }).toBe(false);
    await own.terminate();
    await own.run();
    const person = await agent.get(`/people/${claims.sub}`);
    expect(person.online).toBe(false);
    expect(Date.parse(person.lastSeenAt)).toBeGreaterThanOrEqual(before);
    await own.dispose();
  });
});
