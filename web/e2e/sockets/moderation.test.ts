// Moderation over the sockets: what becomes of chat messages, the review list, and the outside
// check by a real service that verifies what it is asked.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { activeChat, history, leave, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { type Json, Wire } from '../harness/wire';

const admin = someone('admin');

const SENT_BY_RULES = { kind: 'words', name: 'A rule', appliesTo: 'customers' };

async function rule(server: Server, body: object): Promise<Json> {
  return new Rest(server, admin).post('/moderation/rules', { ...SENT_BY_RULES, ...body });
}

describe('rules', () => {
  let server: Server;
  let reviewer: Rest;
  beforeAll(async () => {
    server = await Server.start();
    reviewer = new Rest(server, admin);
  });
  afterAll(() => server?.dispose());
  afterEach(async () => {
    for (const { id } of await reviewer.get('/moderation/rules')) {
      await reviewer.data('DELETE', `/moderation/rules/${id}`);
    }
  });

  test('a masked message is masked for everybody, also in its acknowledgement', async () => {
    await rule(server, { words: ['damn'], action: 'mask' });
    const chat = await activeChat(server);
    const { user, agent, sessionId } = chat;
    const ack = await user.ok('chat-message', { sessionId, content: 'That d@mn bike' });
    expect(ack.message.content).toBe('That •••• bike');
    expect(ack.held).toBeNull();
    expect(await agent.payload('chat-message')).toEqual(ack.message);
    await leave(chat);
  });

  test('a refused message is in no log, and its sender knows', async () => {
    await rule(server, { words: ['bomb'], action: 'refuse', name: 'Secret' });
    const chat = await activeChat(server);
    const { user, agent, sessionId } = chat;
    const ack = await user.request('chat-message', { sessionId, content: 'a bomb' });
    expect(ack).toMatchObject({ success: false, code: 'refused' });
    expect(ack.error).toContain('was not sent');
    expect(ack.error).not.toMatch(/bomb|Secret/);
    await user.ok('chat-message', { sessionId, content: 'sorry' });
    const [heard] = await agent.next('chat-message');
    expect(heard).toMatchObject({ content: 'sorry', seq: 1 });
    expect(await history(user, sessionId)).toHaveLength(1);
    await leave(chat);
  });

  test('a flagged message arrives, and is on the review list', async () => {
    await rule(server, { words: ['lawyer'], action: 'flag', name: 'Threats' });
    const chat = await activeChat(server);
    const { user, agent, sessionId } = chat;
    const { message } = await user.ok('chat-message', { sessionId, content: 'My lawyer says' });
    expect(await agent.payload('chat-message')).toEqual(message);
    await agent.payload('review-queue', ({ pending }) => pending === 1);
    const [review] = await reviewer.get('/moderation/reviews?state=pending');
    expect(review).toMatchObject({
      action: 'flag',
      rule: 'Threats',
      messageId: message.id,
      content: 'My lawyer says',
    });
    await reviewer.post(`/moderation/reviews/${review.id}/approve`);
    await agent.payload('review-queue', ({ pending }) => pending === 0);
    await leave(chat);
  });

  test('a held message is unseen until it is approved, then comes to all as usual', async () => {
    await rule(server, { words: ['casino'], action: 'hold' });
    const chat = await activeChat(server);
    const { user, agent, sessionId } = chat;
    const tab = await Wire.as(server, '/chat/user', chat.userClaims);
    const sent = { sessionId, content: 'The casino', clientId: 'held-1' };
    const ack = await user.ok('chat-message', sent);
    expect(ack).toMatchObject({ message: null, held: { clientId: 'held-1' } });
    expect(await user.ok('chat-message', sent)).toEqual(ack);
    await agent.payload('review-queue', ({ pending }) => pending === 1);
    await user.ok('chat-message', { sessionId, content: 'Next' });
    expect((await agent.payload('chat-message')).content).toBe('Next');
    const review = await reviewer.post(`/moderation/reviews/${ack.held.id}/approve`);
    expect(review).toMatchObject({ state: 'approved', decidedBy: admin.sub });
    for (const wire of [user, tab, agent]) {
      const message = await wire.payload('chat-message', ({ clientId }) => clientId === 'held-1');
      expect(message).toMatchObject({
        id: review.messageId,
        seq: 2,
        content: 'The casino',
        sender: 'user',
        senderId: chat.userClaims.sub,
      });
    }
    // The repeat of a client that has heard nothing of all this.
    expect((await user.ok('chat-message', sent)).message.id).toBe(review.messageId);
    expect(await history(agent, sessionId)).toHaveLength(2);
    tab.close();
    await leave(chat);
  });

  test('a rejected message is told to its sender, also when they ask again', async () => {
    await rule(server, { words: ['casino'], action: 'hold' });
    const chat = await activeChat(server);
    const { user, sessionId } = chat;
    const sent = { sessionId, content: 'casino', clientId: 'held-2' };
    const { held } = await user.ok('chat-message', sent);
    await reviewer.post(`/moderation/reviews/${held.id}/reject`, { reason: 'No advertising.' });
    expect(await user.payload('message-refused')).toEqual({
      sessionId,
      clientId: 'held-2',
      reason: 'No advertising.',
    });
    expect(await user.request('chat-message', sent)).toMatchObject({
      success: false,
      code: 'refused',
    });
    expect(await history(user, sessionId)).toEqual([]);
    await leave(chat);
  });

  test('of two agents who decide at once, one wins', async () => {
    await rule(server, { words: ['casino'], action: 'hold' });
    const chat = await activeChat(server);
    const { user, agent, sessionId } = chat;
    const { held } = await user.ok('chat-message', { sessionId, content: 'casino' });
    const reviewers = [someone('agent'), someone('agent')].map((who) => new Rest(server, who));
    const results = await Promise.allSettled(
      reviewers.map((one) => one.post(`/moderation/reviews/${held.id}/approve`)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    expect(String(lost?.reason)).toContain('"status":409');
    await agent.payload('chat-message');
    expect(await history(user, sessionId)).toHaveLength(1);
    await leave(chat);
  });

  test('what was held in a chat that is closed now can only be rejected', async () => {
    await rule(server, { words: ['casino'], action: 'hold' });
    const chat = await activeChat(server);
    const { held } = await chat.user.ok('chat-message', {
      sessionId: chat.sessionId,
      content: 'casino',
    });
    await leave(chat);
    const path = `/moderation/reviews/${held.id}`;
    await expect(reviewer.post(`${path}/approve`)).rejects.toThrow(/closed/);
    const pending = await reviewer.get('/moderation/reviews?state=pending');
    expect(pending.map((one: Json) => one.id)).toEqual([held.id]);
    await reviewer.post(`${path}/reject`);
    const told = await new Rest(server, chat.userClaims).get('/notifications');
    expect(told[0].title).toBe('Your message was not sent');
  });

  test('a held first message opens the chat without it', async () => {
    await rule(server, { words: ['casino'], action: 'hold' });
    const user = await Wire.as(server, '/chat/user', someone());
    const first = { message: 'casino', clientId: 'first-1' };
    const opened = await user.ok('initiate-chat', first);
    expect(opened).toMatchObject({ messages: [], held: { clientId: 'first-1' } });
    expect((await user.ok('initiate-chat', first)).held).toEqual(opened.held);
    await reviewer.post(`/moderation/reviews/${opened.held.id}/approve`);
    const message = await user.payload('chat-message');
    expect(message).toMatchObject({ clientId: 'first-1', seq: 1, content: 'casino' });
    await user.ok('end-chat', { sessionId: opened.sessionId });
    user.close();
  });

  test('a message that is sent again and again is refused, a repeat of a sending is not', async () => {
    await rule(server, {
      kind: 'repetition',
      repeatCount: 3,
      repeatSeconds: 600,
      action: 'refuse',
    });
    const chat = await activeChat(server);
    const { user, sessionId } = chat;
    const say = (clientId: string) =>
      user.request('chat-message', { sessionId, content: 'Buy my watches', clientId });
    for (const clientId of ['r1', 'r1', 'r1', 'r2']) {
      expect(await say(clientId)).toMatchObject({ success: true });
    }
    expect(await say('r3')).toMatchObject({ success: false, code: 'refused' });
    expect((await say('r1')).message.seq).toBe(1);
    await leave(chat);
  });

  test('what is held and what is pending survive a crash', async () => {
    await rule(server, { words: ['casino'], action: 'hold' });
    const chat = await activeChat(server);
    const sent = { sessionId: chat.sessionId, content: 'casino', clientId: 'crash-1' };
    const { held } = await chat.user.ok('chat-message', sent);
    await server.kill();
    await server.run();
    const user = await Wire.as(server, '/chat/user', chat.userClaims);
    expect((await user.ok('chat-message', sent)).held).toEqual(held);
    await reviewer.post(`/moderation/reviews/${held.id}/reject`);
    await user.ok('end-chat', { sessionId: chat.sessionId });
    user.close();
  });
});

test('a crash between the append and its note leaves one message, and the review names it', async () => {
  // The approved message is the first commit of the group-commit writer.
  const env = { FRONTDESK_FAIL_POINT: 'after-commit:1:abort' };
  const server = await Server.start(env);
  try {
    await rule(server, { words: ['casino'], action: 'hold' });
    const claims = someone();
    const user = await Wire.as(server, '/chat/user', claims);
    const { sessionId } = await user.ok('initiate-chat', {});
    const { held } = await user.ok('chat-message', { sessionId, content: 'casino', clientId: 'c' });
    const reviewer = new Rest(server, admin);
    await expect(reviewer.post(`/moderation/reviews/${held.id}/approve`)).rejects.toThrow();
    await server.kill();
    // Again with the failure point: a repeat commits nothing, and so does not come to it.
    await server.run();
    const [review] = await reviewer.get('/moderation/reviews?state=approved');
    expect(review.id).toBe(held.id);
    const again = await Wire.as(server, '/chat/user', claims);
    expect(await history(again, sessionId)).toHaveLength(1);
    // The job of the decision finishes what the crash has left.
    await expect
      .poll(async () => (await reviewer.get('/moderation/reviews?state=approved'))[0].messageId, {
        timeout: 30_000,
      })
      .not.toBeNull();
    expect(await history(again, sessionId)).toHaveLength(1);
    again.close();
  } finally {
    await server.dispose();
  }
}, 60_000);

const KEY = Buffer.from('a key of tests that is long enough');
const SECRET = `whsec_${KEY.toString('base64')}`;

/** A service that is asked, and answers as the test says. */
class Service {
  readonly asked: Json[] = [];
  answer: (response: ServerResponse) => void = say({ action: 'allow' });
  private readonly server = createServer((request, response) => void this.take(request, response));

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}/check`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    if (!isSigned(request, body)) {
      response.writeHead(401).end();
      return;
    }
    this.asked.push(JSON.parse(body.toString()));
    this.answer(response);
  }
}

/** By the Standard Webhooks specification, computed here from its text. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const id = String(request.headers['webhook-id']);
  const time = String(request.headers['webhook-timestamp']);
  if (Math.abs(Date.now() / 1_000 - Number(time)) > 300) return false;
  const mac = createHmac('sha256', KEY).update(`${id}.${time}.`).update(body).digest();
  const given = String(request.headers['webhook-signature']).split(' ');
  return given.some((one) => {
    const [version, signature = ''] = one.split(',');
    const bytes = Buffer.from(signature, 'base64');
    return version === 'v1' && bytes.length === mac.length && timingSafeEqual(bytes, mac);
  });
}

function say(answer: object): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  };
}

describe.each([
  ['allow', { success: true, held: null }],
  ['hold', { success: true, message: null }],
  ['refuse', { success: false, code: 'refused' }],
] as const)('the outside check, failing to %s', (onFailure, outcome) => {
  const service = new Service();
  let server: Server;
  beforeAll(async () => {
    server = await Server.start({
      MODERATION_URL: await service.open(),
      MODERATION_SECRET: SECRET,
      MODERATION_ON_FAILURE: onFailure,
      MODERATION_TIMEOUT_MS: '2000',
    });
  });
  afterAll(async () => {
    service.close();
    await server?.dispose();
  });

  test('it is asked about the topic too; without an answer only refusing opens no chat', async () => {
    const user = await Wire.as(server, '/chat/user', someone());
    service.answer = (response) => response.writeHead(500).end();
    const ack = await user.request('initiate-chat', { topic: 'Brakes' });
    expect(service.asked.at(-1)).toMatchObject({
      data: { kind: 'message', conversationId: null, content: 'Brakes' },
    });
    expect(ack).toMatchObject(
      onFailure === 'refuse' ? { success: false, code: 'refused' } : { success: true },
    );
    if (ack.success) await user.ok('end-chat', { sessionId: ack.sessionId });
    user.close();
  });

  test('it is asked about what customers write, and its answer is followed', async () => {
    service.answer = say({ action: 'allow' });
    const chat = await activeChat(server);
    const { user, agent, sessionId } = chat;
    const { message } = await user.ok('chat-message', { sessionId, content: 'Hello' });
    expect(message.content).toBe('Hello');
    expect(service.asked.at(-1)).toMatchObject({
      type: 'moderation.check',
      data: {
        kind: 'message',
        conversationId: sessionId,
        sender: { id: chat.userClaims.sub },
        content: 'Hello',
      },
    });
    service.answer = say({ action: 'mask', content: 'H•••o' });
    const masked = await user.ok('chat-message', { sessionId, content: 'Hello' });
    expect(masked.message.content).toBe('H•••o');
    service.answer = say({ action: 'hold', reason: 'odd' });
    const held = await user.ok('chat-message', { sessionId, content: 'Odd' });
    expect(held.message).toBeNull();
    service.answer = say({ action: 'refuse', reason: 'a secret reason' });
    const refused = await user.request('chat-message', { sessionId, content: 'Bad' });
    expect(refused).toMatchObject({ success: false, code: 'refused' });
    expect(refused.error).not.toContain('secret');
    const count = service.asked.length;
    await agent.ok('chat-message', { sessionId, content: 'From an agent' });
    expect(service.asked).toHaveLength(count);
    await leave(chat);
  });

  test('what is no answer counts as none, and a dead service is left alone', async () => {
    service.answer = say({ action: 'allow' });
    const chat = await activeChat(server);
    const { user, sessionId } = chat;
    const failures: ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(302, { Location: '/elsewhere' }).end(),
      (response) => response.writeHead(200).end('x'.repeat(1_100_000)),
      (response) => response.writeHead(200).end('{"action":"dance"}'),
    ];
    const count = service.asked.length;
    for (const [index, failure] of failures.entries()) {
      service.answer = failure;
      const ack = await user.request('chat-message', { sessionId, content: `Failure ${index}` });
      expect(ack, `failure ${index}`).toMatchObject(outcome);
    }
    service.answer = say({ action: 'allow' });
    const ack = await user.request('chat-message', { sessionId, content: 'Left alone' });
    expect(ack).toMatchObject(outcome);
    expect(service.asked).toHaveLength(count + failures.length);
    await leave(chat);
  });
});
