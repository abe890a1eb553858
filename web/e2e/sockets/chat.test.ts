// A chat between a customer and an agent, through every client and transport.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept, activeChat, history, leave, someone } from '../harness/people';
import { Server } from '../harness/server';
import { token } from '../harness/tokens';
import { type Json, VARIANTS, Wire } from '../harness/wire';

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.dispose());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.each(VARIANTS)('client $client over $transport', (variant) => {
  test('initiate-chat opens a chat with its first message and puts it into the queue', async () => {
    const claims = someone();
    const user = await Wire.as(server, '/chat/user', claims, variant);
    const ack = await user.ok('initiate-chat', { topic: 'Brakes', message: 'They squeak' });
    expect(ack).toMatchObject({ success: true, status: 'waiting', resumed: false, agentId: null });
    expect(ack.sessionId).toMatch(UUID);
    expect(ack.position).toBeGreaterThan(0);
    expect(ack.messages).toHaveLength(1);
    expect(ack.messages[0]).toMatchObject({
      sessionId: ack.sessionId,
      seq: 1,
      sender: 'user',
      senderId: claims.sub,
      senderName: claims.name,
      content: 'They squeak',
      attachments: [],
      files: [],
    });
    expect(ack.messages[0].timestamp).toMatch(TIME);
    const waiting = await user.payload('waiting-for-agent');
    expect(waiting).toMatchObject({ sessionId: ack.sessionId, position: ack.position });
    await user.ok('end-chat', { sessionId: ack.sessionId });
    user.close();
  });

  test('a seed client sends no acknowledgement callback and no payload', async () => {
    const user = await Wire.as(server, '/chat/user', someone(), variant);
    user.emit('initiate-chat');
    const { sessionId } = await user.payload('waiting-for-agent');
    user.emit('chat-message', { sessionId, content: 'Hello?' });
    const messages = await history(user, sessionId);
    expect(messages.map((message) => message.content)).toEqual(['Hello?']);
    await user.ok('end-chat', { sessionId });
    user.close();
  });

  test('a reload resumes the open chat with its messages', async () => {
    const claims = someone();
    const before = await Wire.as(server, '/chat/user', claims, variant);
    const opened = await before.ok('initiate-chat', { message: 'One' });
    await before.ok('chat-message', { sessionId: opened.sessionId, content: 'Two' });
    before.close();
    const after = await Wire.as(server, '/chat/user', claims, variant);
    const resumed = await after.ok('initiate-chat', {});
    expect(resumed).toMatchObject({ sessionId: opened.sessionId, resumed: true });
    expect(resumed.messages.map((message: Json) => message.content)).toEqual(['One', 'Two']);
    await after.ok('end-chat', { sessionId: opened.sessionId });
    after.close();
  });

  test('messages go both ways, and both sides number them alike', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    const asked = await user.ok('chat-message', { sessionId, content: 'Hello', clientId: 'u1' });
    expect(await agent.payload('chat-message')).toEqual(asked.message);
    const answered = await agent.ok('chat-message', { sessionId, content: 'Hi', clientId: 'a1' });
    expect(await user.payload('chat-message')).toEqual(answered.message);
    expect(asked.message).toMatchObject({ seq: 1, sender: 'user', clientId: 'u1' });
    expect(answered.message).toMatchObject({
      seq: 2,
      sender: 'agent',
      senderId: chat.agentClaims.sub,
      clientId: 'a1',
    });
    // By now an echo would have arrived: the acknowledgement of a later event has.
    await user.ok('sync', { sessionId, after: 0 });
    await agent.ok('sync', { sessionId, after: 0 });
    expect(user.pending('chat-message')).toEqual([]);
    expect(agent.pending('chat-message')).toEqual([]);
    await leave(chat);
  });

  test('accepting tells both sides who they talk to', async () => {
    const [maya, sam] = [someone('user'), someone('agent')];
    const user = await Wire.as(server, '/chat/user', maya, variant);
    const opened = await user.ok('initiate-chat', { topic: 'Brakes', message: 'They squeak' });
    const { sessionId } = opened;
    const agent = await Wire.as(server, '/chat/agent', sam, variant);
    const queue = await agent.payload('waiting-sessions');
    expect(queue.find((one: Json) => one.id === sessionId)).toMatchObject({
      id: sessionId,
      userId: maya.sub,
      userName: maya.name,
      topic: 'Brakes',
      lastMessage: 'They squeak',
      messageCount: 1,
      createdAt: expect.stringMatching(TIME),
    });
    const accepted = await accept(agent, sessionId);
    expect(accepted).toMatchObject({ sessionId, userId: maya.sub });
    expect(accepted.messages).toEqual(opened.messages);
    const [name, who] = await user.next('agent-joined');
    expect(name).toBe(sam.name);
    expect(who).toMatchObject({ id: sam.sub, name: sam.name, sessionId });
    const updated = await user.payload('session-updated');
    expect(updated).toMatchObject({ id: sessionId, status: 'active', agentId: sam.sub });
    await leave({ user, agent, userClaims: maya, agentClaims: sam, sessionId });
  });

  test('what a client sends from its connect callback is not lost', async () => {
    const auth = { token: token(someone()) };
    const wires = Array.from({ length: 25 }, () => {
      const wire = Wire.open(server, '/chat/user', variant, { auth });
      const answers: Promise<Json>[] = [];
      const sent = new Promise<void>((resolve) =>
        wire.socket.once('connect', () => {
          for (let index = 0; index < 4; index += 1) {
            answers.push(wire.request('initiate-chat', {}));
          }
          resolve();
        }),
      );
      return { wire, sent, answers };
    });
    await Promise.all(wires.map(({ sent }) => sent));
    const answers = await Promise.all(wires.flatMap((one) => one.answers));
    expect(answers).toHaveLength(100);
    const sessions = new Set(answers.map((answer) => answer.sessionId));
    // All are tabs of one person, who has one open chat.
    expect(sessions.size).toBe(1);
    await wires[0]?.wire.ok('end-chat', { sessionId: answers[0].sessionId });
    for (const { wire } of wires) wire.close();
  });

  test('500 messages sent at once keep their order', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    const contents = Array.from({ length: 500 }, (_, index) => `message ${index}`);
    const acks = await Promise.all(
      contents.map((content) => user.ok('chat-message', { sessionId, content })),
    );
    expect(acks.map((ack) => ack.message.content)).toEqual(contents);
    expect(acks.map((ack) => ack.message.seq)).toEqual(contents.map((_, index) => index + 1));
    await agent.next('chat-message', (message) => message.seq === 500);
    const heard = agent.pending('chat-message').map(([message]) => message.seq);
    expect(heard).toEqual(contents.slice(0, -1).map((_, index) => index + 1));
    await leave(chat);
  });

  test('the same clientId gives the first message again', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    const first = await user.ok('chat-message', { sessionId, content: 'Once', clientId: 'c1' });
    const again = await user.ok('chat-message', { sessionId, content: 'Once', clientId: 'c1' });
    expect(again.message).toEqual(first.message);
    const other = await agent.ok('chat-message', { sessionId, content: 'Mine', clientId: 'c1' });
    expect(other.message.seq).toBe(2);
    expect(await history(user, sessionId)).toHaveLength(2);
    await leave(chat);
  });

  test('after a dropped line, sync brings what was missed', async () => {
    const chat = await activeChat(server, variant, variant);
    const { agent, sessionId } = chat;
    const one = await agent.ok('chat-message', { sessionId, content: 'One' });
    await chat.user.next('chat-message');
    chat.user.socket.io.engine.close();
    await chat.user.next('disconnect');
    const two = await agent.ok('chat-message', { sessionId, content: 'Two' });
    const three = await agent.ok('chat-message', { sessionId, content: 'Three' });
    const user = await Wire.as(server, '/chat/user', chat.userClaims, variant);
    const missed = await user.ok('sync', { sessionId, after: one.message.seq });
    expect(missed.messages).toEqual([two.message, three.message]);
    expect(missed).toMatchObject({ more: false, session: { id: sessionId, status: 'active' } });
    const four = await agent.ok('chat-message', { sessionId, content: 'Four' });
    expect(await user.payload('chat-message')).toEqual(four.message);
    await leave({ ...chat, user });
  });

  test('typing is shown to the other side, both ways', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    for (const isTyping of [true, false]) {
      user.emit('typing', { sessionId, isTyping });
      expect(await agent.payload('user-typing')).toEqual({ sessionId, isTyping });
      agent.emit('typing', { sessionId, isTyping });
      expect(await user.next('agent-typing')).toEqual([isTyping, { sessionId }]);
    }
    await leave(chat);
  });

  test('reading is reported to the other side, both ways', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    await user.ok('chat-message', { sessionId, content: 'Read me' });
    await agent.ok('read', { sessionId, seq: 1 });
    const byAgent = await user.payload('read', (receipt) => receipt.by === 'agent');
    expect(byAgent).toEqual({ sessionId, seq: 1, by: 'agent' });
    await agent.ok('chat-message', { sessionId, content: 'And me' });
    await user.ok('read', { sessionId, seq: 2 });
    const byUser = await agent.payload('read', (receipt) => receipt.by === 'user');
    expect(byUser).toEqual({ sessionId, seq: 2, by: 'user' });
    const { session } = await user.ok('sync', { sessionId, after: 2 });
    expect(session).toMatchObject({ agentReadSeq: 1, userReadSeq: 2 });
    await leave(chat);
  });

  test('end-chat closes it for both sides, and nothing more can be said', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    await user.ok('end-chat', { sessionId });
    expect(await agent.payload('session-closed')).toEqual({ sessionId });
    expect(await user.payload('session-closed')).toEqual({ sessionId });
    const late = await user.request('chat-message', { sessionId, content: 'One more thing' });
    expect(late).toMatchObject({ success: false, code: 'conflict' });
    expect((await user.ok('initiate-chat', {})).sessionId).not.toBe(sessionId);
    user.close();
    agent.close();
  });

  test('close-session does the same for the agent', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    await agent.ok('close-session', { sessionId });
    expect(await user.payload('session-closed')).toEqual({ sessionId });
    expect(await agent.payload('session-closed')).toEqual({ sessionId });
    user.close();
    agent.close();
  });

  test('every tab of both people hears every message once', async () => {
    const chat = await activeChat(server, variant, variant);
    const { user, agent, sessionId } = chat;
    const userTab = await Wire.as(server, '/chat/user', chat.userClaims, variant);
    const agentTab = await Wire.as(server, '/chat/agent', chat.agentClaims, variant);
    const state = await agentTab.payload('agent-status');
    expect(state.sessions.map((session: Json) => session.id)).toEqual([sessionId]);
    const { message } = await user.ok('chat-message', { sessionId, content: 'To everyone' });
    for (const wire of [userTab, agent, agentTab]) {
      expect(await wire.payload('chat-message')).toEqual(message);
    }
    const answer = await agentTab.ok('chat-message', { sessionId, content: 'From a tab' });
    for (const wire of [user, userTab, agent]) {
      expect(await wire.payload('chat-message')).toEqual(answer.message);
    }
    userTab.close();
    agentTab.close();
    await leave(chat);
  });

  test('nobody else may listen, write or read', async () => {
    const chat = await activeChat(server, variant, variant);
    const { sessionId } = chat;
    const stranger = await Wire.as(server, '/chat/user', someone(), variant);
    for (const [event, body] of [
      ['chat-message', { content: 'Let me in' }],
      ['sync', { after: 0 }],
      ['read', { seq: 1 }],
      ['typing', { isTyping: true }],
      ['end-chat', {}],
    ] as const) {
      const ack = await stranger.request(event, { sessionId, ...body });
      expect(ack).toMatchObject({
        success: false,
        code: expect.stringMatching(/not-found|forbidden/),
      });
    }
    const colleague = await Wire.as(server, '/chat/agent', someone('agent'), variant);
    const ack = await colleague.request('chat-message', { sessionId, content: 'Me too' });
    expect(ack.success).toBe(false);
    expect(await history(chat.user, sessionId)).toEqual([]);
    stranger.close();
    colleague.close();
    await leave(chat);
  });

  test.each(['/', '/chat/user', '/chat/agent'] as const)(
    'an unknown event on %s is answered with an error',
    async (namespace) => {
      const wire = await Wire.as(server, namespace, someone('agent'), variant);
      const ack = await wire.request('no-such-event', { any: 'thing' });
      expect(ack).toMatchObject({ success: false, code: 'invalid-input' });
      expect(ack.error).toContain('no-such-event');
      wire.close();
    },
  );

  test('a malformed payload is answered with an error and changes nothing', async () => {
    const user = await Wire.as(server, '/chat/user', someone(), variant);
    const { sessionId } = await user.ok('initiate-chat', {});
    for (const payload of [
      {},
      null,
      'text',
      7,
      [],
      { sessionId: 'not an id', content: 'x' },
      { sessionId, content: 7 },
      { sessionId, content: '' },
      { sessionId, content: '  ' },
      { sessionId, content: 'x', attachments: 'y' },
      { sessionId, content: 'x'.repeat(10_001) },
    ]) {
      const ack = await user.request('chat-message', payload);
      expect(ack, JSON.stringify(payload).slice(0, 80)).toMatchObject({
        success: false,
        code: 'invalid-input',
      });
      expect(ack.error).not.toBe('');
    }
    expect(await user.request('chat-message')).toMatchObject({ success: false });
    expect(await history(user, sessionId)).toEqual([]);
    await user.ok('end-chat', { sessionId });
    user.close();
  });
});
