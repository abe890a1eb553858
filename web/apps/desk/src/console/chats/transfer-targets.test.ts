import type { Agent, AgentPresence, Team } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { colleagues, isMeant, teamTargets } from './transfer-targets';

const agent = (name: string, change: Partial<Agent> = {}): Agent => ({
  id: name.toLowerCase(),
  name,
  role: 'agent',
  status: 'available',
  chats: 0,
  capacity: 5,
  skills: [],
  teams: [],
  automaticallyAway: false,
  ...change,
});

const team = (members: string[]): Team => ({
  id: 't1',
  name: 'Billing',
  description: '',
  strategy: 'least-loaded',
  skills: [],
  members,
  overflowAfterSeconds: 120,
  createdAt: '2026-01-01T10:00:00.000Z',
  updatedAt: '2026-01-01T10:00:00.000Z',
});

const names = (agents: Agent[], presences: AgentPresence[] = []) =>
  colleagues(agents, presences, 'me').map(({ name }) => name);

describe('colleagues', () => {
  it('oneself is none', () => expect(names([agent('Me'), agent('Ann')])).toEqual(['Ann']));

  it('who takes chats comes first, then who has room, then who has fewest', () => {
    const all = [
      agent('Off', { status: 'offline' }),
      agent('Away', { status: 'away' }),
      agent('Full', { chats: 2, capacity: 2 }),
      agent('Busy', { status: 'busy' }),
      agent('Two', { chats: 2 }),
      agent('One', { chats: 1 }),
    ];
    expect(names(all)).toEqual(['One', 'Two', 'Full', 'Busy', 'Away', 'Off']);
  });

  it('what the socket has told counts', () => {
    const told = { id: 'ann', name: 'Ann', status: 'busy' as const, automatic: false };
    const [ann] = colleagues([agent('Ann')], [{ ...told, chats: 3, capacity: 4 }], 'me');
    expect(ann).toMatchObject({ status: 'busy', load: '3 of 4 chats', isFull: false });
  });
});

it('a team tells how many of its members take chats', () => {
  const all = colleagues([agent('Ann'), agent('Ben', { status: 'away' })], [], 'me');
  expect(teamTargets([team(['ann', 'ben', 'gone'])], all)).toMatchObject([
    { name: 'Billing', available: 1, members: 3 },
  ]);
});

describe('a target is found', () => {
  const ann = { name: 'Ann Lee', skills: ['billing', 'Español'] };
  it.each(['', 'lee', 'ESPA', ' bill '])('by %j', (typed) =>
    expect(isMeant(ann, typed)).toBe(true),
  );
  it('not by anything else', () => expect(isMeant(ann, 'bikes')).toBe(false));
});
