// The real binary, stopped exactly at each point on a message's way: before the commit, between
// commit and acknowledgement, between acknowledgement and delivery. Whoever sends again and syncs
// has everything exactly once. (Debug builds alone know FRONTDESK_FAIL_POINT.)
import { afterEach, describe, expect, test } from 'vitest';
import { activeChat, type Chat, history } from '../harness/people';
import { Server } from '../harness/server';
import { type Json, VARIANTS, type Variant, Wire } from '../harness/wire';

/** Under `hold`, what has happened when everything else has come to rest. */
const POINTS = [
  { point: 'before-commit', isStored: false, isAcked: false, isHeard: false },
  { point: 'after-commit', isStored: true, isAcked: false, isHeard: false },
  { point: 'before-ack', isStored: true, isAcked: false, isHeard: true },
  { point: 'before-publish', isStored: true, isAcked: true, isHeard: false },
  { point: 'after-publish', isStored: true, isAcked: true, isHeard: true },
] as const;

const HELD = VARIANTS.filter(
  ({ client, transport }) => (client === 'latest') === (transport === 'websocket'),
).filter(({ transport }) => transport !== 'polling');
const ABORTED = VARIANTS.filter(({ transport }) => transport === 'polling').slice(1);

let server: Server;
let chat: Chat;
afterEach(async () => {
  chat?.user.close();
  chat?.agent.close();
  await server?.dispose();
});

/** A chat with a message each way, on a server that stops at the third. */
async function begin(point: string, action: string, variant: Variant): Promise<Json[]> {
  server = await Server.start({ FRONTDESK_FAIL_POINT: `${point}:3:${action}` });
  chat = await activeChat(server, variant, variant);
  const { user, agent, sessionId } = chat;
  const one = await user.ok('chat-message', { sessionId, content: 'One', clientId: 'one' });
  await agent.next('chat-message');
  const two = await agent.ok('chat-message', { sessionId, content: 'Two', clientId: 'two' });
  await user.next('chat-message');
  return [one.message, two.message];
}

/** Sends the third message; gives the acknowledgement, should there be one. */
function sendThird(user: Wire): { ack: () => Json | undefined; acked: Promise<void> } {
  let ack: Json;
  const body = { sessionId: chat.sessionId, content: 'Three', clientId: 'three' };
  const acked = new Promise<void>((resolve) => {
    user.socket.emit('chat-message', body, (answer: Json) => {
      ack = answer;
      resolve();
    });
  });
  return { ack: () => ack, acked };
}

/** Both people come back to a server without failure points, which has the same data. */
async function comeBack(variant: Variant): Promise<{ user: Wire; agent: Wire }> {
  chat.user.close();
  chat.agent.close();
  await server.run({ FRONTDESK_FAIL_POINT: '' });
  const user = await Wire.as(server, '/chat/user', chat.userClaims, variant);
  const agent = await Wire.as(server, '/chat/agent', chat.agentClaims, variant);
  chat = { ...chat, user, agent };
  return { user, agent };
}

/** The sender sends again; everyone has the three messages, once and in order. */
async function expectWhole(first: Json[], ack: Json | undefined, variant: Variant): Promise<void> {
  const { sessionId } = chat;
  const { user, agent } = await comeBack(variant);
  const body = { sessionId, content: 'Three', clientId: 'three' };
  const again = await user.ok('chat-message', body);
  if (ack) expect(again.message).toEqual(ack.message);
  expect(again.message).toMatchObject({ seq: 3, content: 'Three' });
  for (const wire of [user, agent]) {
    expect(await history(wire, sessionId)).toEqual([...first, again.message]);
  }
  // The chat goes on.
  const four = await agent.ok('chat-message', { sessionId, content: 'Four' });
  expect(await user.payload('chat-message', ({ seq }) => seq === 4)).toEqual(four.message);
  expect(four.message.seq).toBe(4);
}

describe.each(HELD)('client $client over $transport', (variant) => {
  test.each(POINTS)('killed at $point, everything else at rest', async (at) => {
    const first = await begin(at.point, 'hang', variant);
    const reached = server.says(`failure point ${at.point}`);
    const third = sendThird(chat.user);
    await reached;
    if (at.isAcked) await third.acked;
    if (at.isHeard) expect((await chat.agent.payload('chat-message')).seq).toBe(3);
    await server.kill();
    expect(Boolean(third.ack())).toBe(at.isAcked);
    expect(chat.agent.pending('chat-message')).toEqual([]);
    const { agent } = await comeBack(variant);
    expect(await history(agent, chat.sessionId)).toHaveLength(at.isStored ? 3 : 2);
    await server.kill();
    await expectWhole(first, third.ack(), variant);
  });
});

describe.each(ABORTED)('client $client over $transport', (variant) => {
  test.each(POINTS)('ends itself at $point, in the middle of everything', async (at) => {
    const first = await begin(at.point, 'abort', variant);
    const third = sendThird(chat.user);
    await server.ended();
    if (!at.isAcked && at.point !== 'before-ack') expect(third.ack()).toBeUndefined();
    await expectWhole(first, third.ack(), variant);
  });
});
