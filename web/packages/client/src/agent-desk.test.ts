import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agent, closeAll, customer } from '../test/support/customer';
import { DeskServer } from '../test/support/desk-server';
import { until } from '../test/support/until';
import type { AgentDesk } from './agent-desk';

let server: DeskServer;

beforeEach(async () => {
  server = await DeskServer.start();
});
afterEach(async () => {
  closeAll();
  await server.stop();
});

async function arrive(desk: AgentDesk): Promise<void> {
  desk.connect();
  await until(desk, ({ status }) => status !== null);
}

const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('the queue', () => {
  it('is told on connect, and follows', async () => {
    const first = server.openSession('maya', ['Hello']);
    const { desk } = agent(server.url);
    await arrive(desk);
    expect(ids(desk.getSnapshot().waiting)).toEqual([first.id]);

    const { chat } = customer(server.url, 'noor');
    await chat.start({ topic: 'Billing' });
    const snapshot = await until(desk, ({ waiting }) => waiting.length === 2);
    expect(snapshot.waiting[1]).toMatchObject({ userId: 'noor', topic: 'Billing' });
  });

  it('shows an offer once, and hears of it', async () => {
    const session = server.openSession('maya');
    const { desk } = agent(server.url);
    const offered: string[] = [];
    desk.onOffer(({ id }) => offered.push(id));
    await arrive(desk);
    server.tellAgents('new-session', session);
    server.tellAgents('new-session', session);
    await until(desk, ({ offers }) => offers.length === 1);
    server.accept(session, { id: 'bob', name: 'Bob' });
    const snapshot = await until(desk, ({ offers }) => offers.length === 0);
    expect(snapshot.waiting).toEqual([]);
    expect(offered).toEqual([session.id]);
  });
});

describe('an offer', () => {
  async function offered() {
    const session = server.openSession('maya', ['Hello']);
    const { desk } = agent(server.url);
    await arrive(desk);
    server.tellAgents('new-session', session);
    await until(desk, ({ offers }) => offers.length === 1);
    return { desk, session };
  }

  it('that lapsed is none any more, and the chat still waits', async () => {
    const { desk, session } = await offered();
    server.tellAgents('offer-ended', { sessionId: session.id });
    const { waiting } = await until(desk, ({ offers }) => offers.length === 0);
    expect(ids(waiting)).toEqual([session.id]);
  });

  it('stands when the customer writes again, whose words are shown in place', async () => {
    const { desk, session } = await offered();
    const others = server.openSession('noor');
    server.tellAgents('session-queued', others);
    server.tellAgents('session-queued', { ...session, messageCount: 2, lastMessage: 'Anyone?' });
    const { waiting, offers } = await until(desk, (now) => now.waiting[0]?.messageCount === 2);
    expect(waiting.map(({ id, lastMessage }) => [id, lastMessage])).toEqual([
      [session.id, 'Anyone?'],
      [others.id, undefined],
    ]);
    expect(offers).toEqual([session.id]);
  });

  it('is heard of again when it is made again', async () => {
    const { desk, session } = await offered();
    const heard = new Promise((resolve) => desk.onOffer(({ id }) => resolve(id)));
    server.tellAgents('offer-ended', { sessionId: session.id });
    server.tellAgents('new-session', session);
    expect(await heard).toBe(session.id);
    expect(desk.getSnapshot().offers).toEqual([session.id]);
  });

  it('ends when the agent is no longer available', async () => {
    const { desk, session } = await offered();
    await desk.setStatus('away');
    expect(desk.getSnapshot().offers).toEqual([]);
    expect(ids(desk.getSnapshot().waiting)).toEqual([session.id]);
  });

  it('ends with the line', async () => {
    const { desk, session } = await offered();
    server.dropLines();
    await until(desk, ({ offers }) => offers.length === 0);
    await until(desk, ({ connection }) => connection.status === 'online');
    expect(ids(desk.getSnapshot().waiting)).toEqual([session.id]);
  });
});

describe('accepting', () => {
  it('brings the chat with its history', async () => {
    const session = server.openSession('maya', ['Hello', 'Anyone?']);
    const { desk } = agent(server.url);
    await arrive(desk);
    await desk.accept(session.id);
    const { waiting, sessions, threads } = desk.getSnapshot();
    expect(waiting).toEqual([]);
    expect(ids(sessions)).toEqual([session.id]);
    expect(threads[session.id]?.messages.map(({ content }) => content)).toEqual([
      'Hello',
      'Anyone?',
    ]);
    expect(threads[session.id]?.unread).toBe(2);
  });

  it('too late is a conflict, and the chat leaves the queue', async () => {
    const session = server.openSession('maya');
    const { desk } = agent(server.url);
    await arrive(desk);
    session.status = 'active';
    await expect(desk.accept(session.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(desk.getSnapshot().waiting).toEqual([]);
    expect(desk.getSnapshot().error?.message).toBe('another agent was faster');
  });
});

describe('a held chat', () => {
  async function holding() {
    const { chat } = customer(server.url);
    await chat.start({ message: 'Hello' });
    const { desk } = agent(server.url);
    await arrive(desk);
    const { id } = server.session;
    await desk.accept(id);
    const thread = () => {
      const present = desk.getSnapshot().threads[id];
      if (!present) throw new Error('the thread is not open');
      return present;
    };
    return { chat, desk, id, thread };
  }

  it('goes to and fro', async () => {
    const { chat, desk, id, thread } = await holding();
    const heard: string[] = [];
    desk.onMessage(({ content }) => heard.push(content));
    desk.send(id, 'How can I help?');
    expect(thread().messages.at(-1)).toMatchObject({ content: 'How can I help?', sender: 'agent' });
    await until(chat, ({ messages }) => messages.length === 2);

    chat.typing(true);
    await until(desk, () => thread().userTyping);
    chat.send('It squeaks');
    await until(desk, () => thread().messages.length === 3);
    expect(thread().userTyping).toBe(false);
    expect(heard).toEqual(['It squeaks']);

    desk.typing(id, true);
    await until(chat, ({ agentTyping }) => agentTyping);
  });

  it('tells what was read, both ways', async () => {
    const { chat, desk, id, thread } = await holding();
    expect(thread().unread).toBe(1);
    desk.markRead(id);
    expect(thread().unread).toBe(0);
    await until(chat, ({ agentReadSeq }) => agentReadSeq === 1);

    desk.send(id, 'How can I help?');
    await until(chat, ({ messages }) => messages.length === 2);
    chat.markRead();
    await until(desk, () => thread().userReadSeq === 2);
  });

  it('comes back whole after a dropped line', async () => {
    const { chat, desk, thread } = await holding();
    server.losesEvent = () => true;
    for (let n = 1; n <= 12; n += 1) chat.send(`more ${n}`);
    await until(chat, ({ messages }) => messages.every(({ state }) => state === 'sent'));
    server.dropLines();
    await until(desk, ({ connection }) => connection.status !== 'online');
    await until(desk, () => thread().messages.length === 13);
    expect(thread().messages.map(({ seq }) => seq)).toEqual(
      [...Array(13).keys()].map((n) => n + 1),
    );
  });

  it('is closed for both sides, and can still be read', async () => {
    const { chat, desk, id, thread } = await holding();
    await desk.close(id);
    expect(desk.getSnapshot().sessions).toEqual([]);
    expect(thread().session?.status).toBe('closed');
    expect(thread().messages).toHaveLength(1);
    await until(chat, ({ status }) => status === 'closed');
  });

  it('handed to a colleague is no longer held', async () => {
    const { desk, id } = await holding();
    await desk.transfer(id, { toAgentId: 'bob', note: 'brakes' });
    expect(desk.getSnapshot().sessions).toEqual([]);
    expect(desk.getSnapshot().waiting).toEqual([]);
  });

  it('handed back waits again', async () => {
    const { desk, id } = await holding();
    await desk.transfer(id);
    await until(desk, ({ waiting }) => ids(waiting).includes(id));
    expect(desk.getSnapshot().sessions).toEqual([]);
  });

  it('is there again after a reload', async () => {
    const { id } = await holding();
    const { desk } = agent(server.url);
    await arrive(desk);
    expect(ids(desk.getSnapshot().sessions)).toEqual([id]);
    await until(desk, ({ threads }) => threads[id]?.messages.length === 1);
  });
});

it('opens the history of any session', async () => {
  const session = server.openSession(
    'maya',
    Array.from({ length: 12 }, (_, n) => `m${n}`),
  );
  const { desk } = agent(server.url);
  await arrive(desk);
  await desk.open(session.id);
  const thread = desk.getSnapshot().threads[session.id];
  expect(thread?.messages).toHaveLength(12);
  expect(thread).toMatchObject({ loading: false, session: { userId: 'maya' } });
});

it('opens one that is asked for before there is a connection', async () => {
  const session = server.openSession('maya', ['Hello']);
  const { desk } = agent(server.url);
  const opened = desk.open(session.id);
  expect(desk.getSnapshot().threads[session.id]?.loading).toBe(true);
  desk.connect();
  await opened;
  expect(desk.getSnapshot().threads[session.id]?.messages).toHaveLength(1);
});

it('keeps the queue in the order of its age', async () => {
  const { desk } = agent(server.url);
  await arrive(desk);
  const waiting = (id: string, queuedAt: string) => ({ ...server.openSession(id), id, queuedAt });
  server.tellAgents('session-queued', waiting('younger', '2026-01-02T00:00:00.000Z'));
  server.tellAgents('session-queued', waiting('older', '2026-01-01T00:00:00.000Z'));
  await until(desk, (now) => now.waiting.length === 2);
  expect(ids(desk.getSnapshot().waiting)).toEqual(['older', 'younger']);
});

it('says why a session cannot be opened', async () => {
  const { desk } = agent(server.url);
  await arrive(desk);
  await expect(desk.open('gone')).rejects.toMatchObject({ code: 'not-found' });
  expect(desk.getSnapshot().threads.gone?.loading).toBe(false);
});

it('changes the agent’s status', async () => {
  const { desk } = agent(server.url);
  await arrive(desk);
  await desk.setStatus('away');
  expect(desk.getSnapshot().status).toBe('away');
});

it('orders the queue by how long each has waited, with a head start for some', async () => {
  const { desk } = agent(server.url);
  await arrive(desk);
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  const queued = (id: string, minute: number, priority: string) =>
    server.tellAgents('session-queued', {
      ...server.openSession(id),
      id,
      queuedAt: at(minute),
      priority,
    });
  queued('first', 0, 'normal');
  queued('vip', 5, 'vip');
  queued('returned', 20, 'returned');
  queued('later vip', 12, 'vip');
  await until(desk, ({ waiting }) => waiting.length === 4);
  expect(ids(desk.getSnapshot().waiting)).toEqual(['returned', 'vip', 'first', 'later vip']);
});

it('knows colleagues, and how this agent stands', async () => {
  const { desk } = agent(server.url);
  await arrive(desk);
  const ben = {
    id: 'ben',
    name: 'Ben',
    status: 'available',
    automatic: false,
    chats: 1,
    capacity: 5,
  };
  const cleo = { ...ben, id: 'cleo', name: 'Cleo' };
  server.tellAgents('agent-presence', { agents: [cleo, ben] });
  server.tellAgents('agent-presence', { agents: [{ ...ben, status: 'away', automatic: true }] });
  server.tellAgents('agent-status', {
    status: 'away',
    automatic: true,
    capacity: 3,
    skills: ['billing'],
    teams: ['t1'],
    sessions: [],
  });
  await until(desk, ({ colleagues, automatic }) => colleagues.length === 2 && automatic);
  expect(desk.getSnapshot()).toMatchObject({
    status: 'away',
    automatic: true,
    capacity: 3,
    skills: ['billing'],
    teams: ['t1'],
    colleagues: [{ name: 'Ben', status: 'away', automatic: true }, { name: 'Cleo' }],
  });
});

it('hears of every decision', async () => {
  const { desk } = agent(server.url);
  await arrive(desk);
  const heard = new Promise((resolve) => desk.onDecision(resolve));
  const decision = { id: 'd1', kind: 'offered', reason: 'offered to Ann: 1 of 5 chats' };
  server.tellAgents('routing-decision', decision);
  expect(await heard).toEqual(decision);
});

it('hears of every note', async () => {
  const { desk } = agent(server.url);
  await arrive(desk);
  const heard = new Promise((resolve) => desk.onNote(resolve));
  const note = { id: 'n1', sessionId: 's1', seq: 1, content: 'She called before' };
  server.tellAgents('note', note);
  expect(await heard).toEqual(note);
});

it('is refused to anyone but staff', async () => {
  const { desk, holder } = agent(server.url);
  holder.set('user:maya');
  desk.connect();
  const { connection } = await until(desk, (now) => now.connection.status === 'refused');
  expect(connection.reason).toBe('wrong role');
});
