// How a waiting chat finds its agent, and what happens when the agent leaves.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accept, someone } from '../harness/people';
import { Server } from '../harness/server';
import { DEFAULT, type Json, VARIANTS, Wire } from '../harness/wire';

let server: Server;
let wires: Wire[] = [];

beforeAll(async () => {
  server = await Server.start({ AGENT_GRACE_SECONDS: '1', OFFER_SECONDS: '1' });
});
afterAll(() => server?.dispose());

/** Every test begins with an empty queue and no agents. */
beforeEach(() => {
  wires = [];
  return async () => {
    for (const wire of wires) {
      if (wire.socket.connected && wire.namespace === '/chat/user') {
        const { sessionId } = await wire.ok('initiate-chat', {});
        await wire.ok('end-chat', { sessionId });
      }
    }
    for (const wire of wires) wire.close();
  };
});

async function customer(variant = DEFAULT, claims = someone('user')) {
  const wire = await Wire.as(server, '/chat/user', claims, variant);
  wires.push(wire);
  return { wire, claims };
}

async function agent(variant = DEFAULT, claims = someone('agent')) {
  const wire = await Wire.as(server, '/chat/agent', claims, variant);
  wires.push(wire);
  await wire.next('agent-status');
  const queue = await wire.payload('waiting-sessions');
  return { wire, claims, queue };
}

describe.each(VARIANTS)('client $client over $transport', (variant) => {
  test('of five agents who accept at once exactly one wins', async () => {
    const { wire: user } = await customer(variant);
    const agents = await Promise.all(Array.from({ length: 5 }, () => agent(variant)));
    const { sessionId } = await user.ok('initiate-chat', { message: 'Anyone?' });
    const acks = await Promise.all(
      agents.map(({ wire }) => wire.request('accept-session', { sessionId })),
    );
    const won = acks.map((ack) => ack.success);
    expect(won.filter(Boolean)).toHaveLength(1);
    for (const [index, { wire }] of agents.entries()) {
      if (won[index]) {
        expect((await wire.payload('session-accepted')).sessionId).toBe(sessionId);
        continue;
      }
      expect(acks[index]).toMatchObject({ success: false, code: 'conflict' });
      expect(await wire.payload('error')).toEqual({ message: expect.any(String) });
      expect((await wire.payload('session-taken')).sessionId).toBe(sessionId);
      expect(wire.pending('session-accepted')).toEqual([]);
    }
    const winner = agents[won.indexOf(true)];
    const [name] = await user.next('agent-joined');
    expect(name).toBe(winner?.claims.name);
    await user.ok('sync', { sessionId, after: 0 });
    expect(user.pending('agent-joined')).toEqual([]);
  });

  test('an agent who accepts late, as a seed client does, hears an error', async () => {
    const { wire: user } = await customer(variant);
    const [first, late] = [await agent(variant), await agent(variant)];
    const { sessionId } = await user.ok('initiate-chat', {});
    await accept(first.wire, sessionId);
    late.wire.emit('accept-session', { sessionId });
    expect((await late.wire.payload('error')).message).not.toBe('');
  });

  test('a new chat is offered, and offered to another when it is not accepted in time', async () => {
    const [one, two] = [await agent(variant), await agent(variant)];
    const { wire: user } = await customer(variant);
    const { sessionId } = await user.ok('initiate-chat', { topic: 'Offer me' });
    const mine = (session: Json) => session.id === sessionId;
    for (const { wire } of [one, two]) {
      expect(await wire.payload('session-queued', mine)).toMatchObject({ topic: 'Offer me' });
    }
    const offers = await Promise.all([
      one.wire.payload('new-session', mine),
      two.wire.payload('new-session', mine),
    ]);
    for (const offer of offers) expect(offer).toMatchObject({ id: sessionId, topic: 'Offer me' });
  });
});

test('an agent who is away is offered nothing, and is when available again', async () => {
  const { wire } = await agent();
  await wire.ok('set-status', { status: 'away' });
  expect((await wire.payload('agent-status')).status).toBe('away');
  const { wire: user } = await customer();
  const { sessionId } = await user.ok('initiate-chat', {});
  await wire.ok('sync', { sessionId, after: 0 });
  expect(wire.pending('new-session')).toEqual([]);
  await wire.ok('set-status', { status: 'available' });
  await wire.next('new-session', (session) => session.id === sessionId);
});

test('everyone who waits is told when their place changes', async () => {
  const waiting = await Promise.all(Array.from({ length: 3 }, () => customer()));
  const sessions: string[] = [];
  for (const [index, { wire }] of waiting.entries()) {
    const ack = await wire.ok('initiate-chat', {});
    expect(ack.position).toBe(index + 1);
    sessions.push(ack.sessionId);
  }
  const { wire, queue } = await agent();
  expect(queue.map((session: Json) => session.id)).toEqual(sessions);
  await accept(wire, sessions[0] ?? '');
  await waiting[1]?.wire.next('waiting-for-agent', ({ position }) => position === 1);
  await waiting[2]?.wire.next('waiting-for-agent', ({ position }) => position === 2);
  await waiting[1]?.wire.ok('end-chat', { sessionId: sessions[1] });
  await waiting[2]?.wire.next('waiting-for-agent', ({ position }) => position === 1);
});

test('a user who drops keeps the chat, and the agent keeps it too', async () => {
  const { wire, claims } = await customer();
  const { sessionId } = await wire.ok('initiate-chat', {});
  const { wire: sam } = await agent();
  await accept(sam, sessionId);
  wire.close();
  await sam.ok('chat-message', { sessionId, content: 'Still there?' });
  const { wire: back } = await customer(DEFAULT, claims);
  const resumed = await back.ok('initiate-chat', {});
  expect(resumed).toMatchObject({ sessionId, resumed: true, status: 'active' });
  expect(resumed.messages.map((message: Json) => message.content)).toEqual(['Still there?']);
});

test('an agent who comes back within the grace time keeps the chat', async () => {
  const { wire: user } = await customer();
  const { sessionId } = await user.ok('initiate-chat', {});
  const { wire: sam, claims } = await agent();
  await accept(sam, sessionId);
  sam.close();
  const { wire: back } = await agent(DEFAULT, claims);
  await back.ok('chat-message', { sessionId, content: 'Sorry, a tunnel' });
  expect((await user.payload('chat-message')).content).toBe('Sorry, a tunnel');
  expect(user.pending('agent-left')).toEqual([]);
});

test('when an agent stays away, the chat returns to the head of the queue', async () => {
  const { wire: user } = await customer();
  const { sessionId } = await user.ok('initiate-chat', { message: 'First' });
  const { wire: sam } = await agent();
  await accept(sam, sessionId);
  const { wire: other } = await customer();
  await other.ok('initiate-chat', { message: 'Second' });
  sam.close();
  expect(await user.payload('agent-left')).toEqual({ sessionId });
  await user.next('waiting-for-agent', (w) => w.sessionId === sessionId && w.position === 1);
  const { wire: kim, queue } = await agent();
  expect(queue[0]).toMatchObject({ id: sessionId });
  const accepted = await accept(kim, sessionId);
  expect(accepted.messages.map((message: Json) => message.content)).toEqual(['First']);
});

test('a chat is handed to a colleague with its history and a note', async () => {
  const { wire: user } = await customer();
  const { sessionId } = await user.ok('initiate-chat', { message: 'About my bill' });
  const [sam, kim] = [await agent(), await agent()];
  await accept(sam.wire, sessionId);
  await user.next('agent-joined');
  await sam.wire.ok('transfer-session', {
    sessionId,
    toAgentId: kim.claims.sub,
    note: 'Wants an invoice',
  });
  const handed = await kim.wire.payload('session-accepted');
  expect(handed).toMatchObject({ sessionId, note: 'Wants an invoice' });
  expect(handed.messages.map((message: Json) => message.content)).toEqual(['About my bill']);
  const [name] = await user.next('agent-joined');
  expect(name).toBe(kim.claims.name);
  await kim.wire.ok('chat-message', { sessionId, content: 'Here you are' });
  const updated = await sam.wire.payload('session-updated');
  expect(updated).toMatchObject({ id: sessionId, agentId: kim.claims.sub });
  const late = await sam.wire.request('chat-message', { sessionId, content: 'And I' });
  expect(late.success).toBe(false);
});

test('a chat that is handed back waits at the head of the queue again', async () => {
  const { wire: user } = await customer();
  const { sessionId } = await user.ok('initiate-chat', {});
  const { wire: sam } = await agent();
  await accept(sam, sessionId);
  await sam.ok('transfer-session', { sessionId });
  await user.next('agent-left');
  await user.next('waiting-for-agent', (w) => w.sessionId === sessionId && w.position === 1);
});
