// Teams, skills and statuses: who is offered a chat, why, and what agents hear of each other.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accept, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { type Json, Wire } from '../harness/wire';

let server: Server;
let admin: Rest;
let wires: Wire[] = [];

beforeAll(async () => {
  server = await Server.start({ OFFER_SECONDS: '600', SKILL_PATIENCE_SECONDS: '1' });
  admin = new Rest(server, someone('admin'));
});
afterAll(() => server?.dispose());

/** Every test begins with an empty queue, no agents there and no teams. */
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

async function customer(payload: object = {}) {
  const claims = someone('user');
  const wire = await Wire.as(server, '/chat/user', claims);
  wires.push(wire);
  const { sessionId } = await wire.ok('initiate-chat', payload);
  return { wire, claims, sessionId: sessionId as string };
}

async function agent(claims = someone('agent')) {
  const wire = await Wire.as(server, '/chat/agent', claims);
  wires.push(wire);
  const state = await wire.payload('agent-status');
  return { wire, claims, state };
}

/** A topic of the form before a chat, whose chats go to a team of these agents. */
async function topicOf(
  name: string,
  members: { claims: { sub: string } }[],
  skills: string[] = [],
) {
  const team = await admin.data('POST', '/teams', {
    name,
    members: members.map(({ claims }) => claims.sub),
  });
  const topics = [{ id: 'topic', label: name, teamId: team.id, skills }];
  await admin.data('PUT', '/chat/form', { enabled: true, topics });
  return team;
}

const about = (sessionId: string, kind: string) => (decision: Json) =>
  decision.sessionId === sessionId && decision.kind === kind;

test("a team's chat is offered to its members alone, and everyone hears why", async () => {
  const [ann, bob] = [await agent(), await agent()];
  const team = await topicOf('Billing', [bob]);
  await bob.wire.next('agent-status', ({ teams }) => teams.includes(team.id));
  const { sessionId } = await customer({ topicId: 'topic' });
  const offer = await bob.wire.payload('new-session', (it) => it.id === sessionId);
  expect(offer).toMatchObject({
    teamId: team.id,
    position: 1,
    priority: 'normal',
    offeredTo: bob.claims.sub,
  });
  const decision = await ann.wire.payload('routing-decision', about(sessionId, 'offered'));
  expect(decision).toMatchObject({
    agentId: bob.claims.sub,
    agentName: bob.claims.name,
    reason: `offered to ${bob.claims.name}: 1 of 5 chats, the only one free in Billing`,
  });
  expect(ann.wire.pending('new-session')).toEqual([]);
  const kept = await admin.get(`/chat/sessions/${sessionId}/decisions`);
  expect(kept.map((it: Json) => it.kind)).toEqual(['offered', 'queued']);
});

test('a member who leaves the team loses its offers at once', async () => {
  const [ann, bob] = [await agent(), await agent()];
  const team = await topicOf('Returns', [ann]);
  const { sessionId } = await customer({ topicId: 'topic' });
  await ann.wire.next('new-session', (it) => it.id === sessionId);
  await admin.data('PUT', `/teams/${team.id}`, { name: 'Returns', members: [bob.claims.sub] });
  expect(await ann.wire.payload('offer-ended')).toEqual({ sessionId });
  await bob.wire.next('new-session', (it) => it.id === sessionId);
});

test('skills are waited for, and waived when nobody with them comes', async () => {
  const ann = await agent();
  await topicOf('Languages', [ann], ['welsh']);
  const { sessionId } = await customer({ topicId: 'topic' });
  await ann.wire.next('routing-decision', about(sessionId, 'skills-waived'));
  await ann.wire.next('new-session', (it) => it.id === sessionId);
  const bob = await agent();
  await admin.patch(`/agents/${bob.claims.sub}`, { skills: ['Welsh'] });
  const state = await bob.wire.payload('agent-status', ({ skills }) => skills.length > 0);
  expect(state.skills).toEqual(['welsh']);
});

test('a chat is handed to a team with a note', async () => {
  const [ann, bob] = [await agent(), await agent()];
  const team = await admin.data('POST', '/teams', { name: 'Tech', members: [bob.claims.sub] });
  await bob.wire.ok('set-status', { status: 'busy' });
  const { wire: user, sessionId } = await customer({ message: 'It does not start' });
  await accept(ann.wire, sessionId);
  await bob.wire.ok('set-status', { status: 'available' });
  const nowhere = await ann.wire.request('transfer-session', {
    sessionId,
    toTeam: '00000000-0000-7000-8000-000000000000',
  });
  expect(nowhere).toMatchObject({ success: false, code: 'invalid-input' });
  await ann.wire.ok('transfer-session', { sessionId, toTeam: team.id, note: 'Model 7' });
  await user.next('agent-left');
  const offer = await bob.wire.payload('new-session', (it) => it.id === sessionId);
  expect(offer).toMatchObject({ teamId: team.id, priority: 'returned' });
  const accepted = await accept(bob.wire, sessionId);
  expect(accepted).toMatchObject({ note: 'Model 7', session: { teamId: team.id } });
  expect(accepted.messages).toHaveLength(1);
});

test('who does nothing is away, and available again with the next sign of life', async () => {
  const own = await Server.start({ AGENT_AWAY_SECONDS: '1', OFFER_SECONDS: '600' });
  try {
    const [annClaims, bobClaims] = [someone('agent'), someone('agent')];
    const bob = await Wire.as(own, '/chat/agent', bobClaims);
    await bob.ok('set-status', { status: 'busy' });
    const user = await Wire.as(own, '/chat/user', someone('user'));
    const { sessionId } = await user.ok('initiate-chat', {});
    const ann = await Wire.as(own, '/chat/agent', annClaims);
    await ann.next('new-session', (it) => it.id === sessionId);
    const away = await ann.payload('agent-status', ({ automatic }) => automatic);
    expect(away.status).toBe('away');
    await ann.next('offer-ended', (it) => it.sessionId === sessionId);
    const isNow = (status: string) => (change: Json) =>
      change.agents.some((it: Json) => it.id === annClaims.sub && it.status === status);
    await bob.next('agent-presence', isNow('away'));
    const decision = await bob.payload('routing-decision', about(sessionId, 'withdrawn'));
    expect(decision.reason).toBe(
      `withdrawn from ${annClaims.name}: away, without activity for 1 s`,
    );
    await ann.ok('activity');
    await ann.next('agent-status', ({ automatic, status }) => !automatic && status === 'available');
    await ann.next('new-session', (it) => it.id === sessionId);
    await bob.next('agent-presence', isNow('available'));
    for (const wire of [ann, bob, user]) wire.close();
  } finally {
    await own.dispose();
  }
});

test('a status survives a crash, and colleagues see who is there', async () => {
  const own = await Server.start();
  try {
    const claims = someone('agent');
    const before = await Wire.as(own, '/chat/agent', claims);
    await before.ok('set-status', { status: 'busy' });
    await own.kill();
    before.close();
    await own.run();
    const ann = await Wire.as(own, '/chat/agent', claims);
    expect(await ann.payload('agent-status')).toMatchObject({ status: 'busy', automatic: false });
    const bob = await Wire.as(own, '/chat/agent', someone('agent'));
    const { agents } = await bob.payload('agent-presence');
    const seen = agents.find((it: Json) => it.id === claims.sub);
    expect(seen).toMatchObject({ name: claims.name, status: 'busy', chats: 0, capacity: 5 });
    ann.close();
    await bob.next('agent-presence', (change) =>
      change.agents.some((it: Json) => it.id === claims.sub && it.status === 'offline'),
    );
    bob.close();
  } finally {
    await own.dispose();
  }
});

test('an own capacity goes before that of the desk', async () => {
  const ann = await agent();
  await admin.patch(`/agents/${ann.claims.sub}`, { capacity: 1 });
  const state = await ann.wire.payload('agent-status', ({ capacity }) => capacity === 1);
  expect(state.capacity).toBe(1);
  const first = await customer({});
  const second = await customer({});
  await ann.wire.next('new-session', (it) => it.id === first.sessionId);
  await ann.wire.ok('sync', { sessionId: second.sessionId, after: 0 });
  expect(ann.wire.pending('new-session')).toEqual([]);
  await first.wire.ok('end-chat', { sessionId: first.sessionId });
  await ann.wire.next('new-session', (it) => it.id === second.sessionId);
});
