// Several tabs of one browser: each a client of its own, as on a page.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestBrowser, type TestTab } from '../../test/support/browser';
import { DeskServer } from '../../test/support/desk-server';
import { until } from '../../test/support/until';
import { createFrontdesk, type Frontdesk } from '../frontdesk';
import { indexedDbStorage } from '../outbox/storage';
import { type KeyValueStorage, memoryStorage } from '../storage';
import { LEADER_PING_MS, LEADER_SILENCE_MS } from './leadership';
import { PersonScope } from './person-scope';
import { TabGroup } from './tab-group';

let server: DeskServer;
let browser: TestBrowser;
let storage: KeyValueStorage;
let open: Frontdesk[];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = await DeskServer.start();
  browser = new TestBrowser();
  storage = memoryStorage();
  open = [];
});
afterEach(async () => {
  vi.useRealTimers();
  for (const frontdesk of open) frontdesk.close();
  await server.stop();
});

/** Another tab on the same page. */
function openTab(token = 'user:maya'): Frontdesk & { tab: TestTab } {
  const tab = browser.open();
  const frontdesk = createFrontdesk({ url: server.url, token, storage, tabs: tab });
  open.push(frontdesk);
  return Object.assign(frontdesk, { tab });
}

const contents = ({ chat }: Frontdesk) => chat.getSnapshot().messages.map(({ content }) => content);

/** Resolves when a tab shows exactly these messages, all of them stored. */
const shows = ({ chat }: Frontdesk, ...expected: string[]) =>
  until(
    chat,
    ({ messages }) =>
      messages.length === expected.length &&
      messages.every(({ content, seq }, at) => content === expected[at] && seq === at + 1),
  );
/** Resolves when exactly these messages of maya's are on disk. */
const kept = (...expected: string[]) => {
  const storage = indexedDbStorage(`${server.url}|user:maya|user`);
  return vi.waitUntil(async () => {
    const rows = await storage?.load();
    return JSON.stringify(rows?.map(({ content }) => content)) === JSON.stringify(expected);
  });
};
const online = ({ chat }: Frontdesk) =>
  until(chat, ({ connection }) => connection.status === 'online');

/** Two tabs in the same chat; the first holds the line. */
async function two() {
  const first = openTab();
  await first.chat.start({ message: 'Hello' });
  await shows(first, 'Hello');
  const second = openTab();
  second.chat.connect();
  await shows(second, 'Hello');
  return { first, second };
}

describe('one line', () => {
  it('serves every tab, and every tab shows the same', async () => {
    const { first, second } = await two();
    expect(server.lines).toBe(1);
    server.accept();
    await Promise.all(
      [first, second].map(({ chat }) => until(chat, ({ agentName }) => agentName === 'Ann')),
    );
    server.say('agent', 'How can I help?');
    await Promise.all([first, second].map((tab) => shows(tab, 'Hello', 'How can I help?')));
    server.tellUser(server.session, 'agent-typing', true, { sessionId: server.session.id });
    await Promise.all(
      [first, second].map(({ chat }) => until(chat, ({ agentTyping }) => agentTyping)),
    );
    expect(server.handshakes).toEqual(['/chat/user user:maya']);
  });

  it('carries what any tab says, and the others see it at once', async () => {
    const { first, second } = await two();
    second.chat.send('from the second');
    await until(first.chat, ({ messages }) => messages.length === 2);
    first.chat.send('from the first');
    await shows(second, 'Hello', 'from the second', 'from the first');
    await shows(first, 'Hello', 'from the second', 'from the first');
    expect(server.session.messages).toHaveLength(3);
  });

  it('shares what has been read', async () => {
    const { first, second } = await two();
    server.accept();
    server.say('agent', 'How can I help?');
    await until(first.chat, ({ unread }) => unread === 1);
    await until(second.chat, ({ unread }) => unread === 1);
    second.chat.markRead();
    await until(first.chat, ({ unread }) => unread === 0);
  });

  it('tells a tab that comes later what an agent has been told before', async () => {
    const first = openTab('agent:ann');
    server.openSession('maya', ['Hello']);
    first.desk.connect();
    await until(first.desk, ({ waiting }) => waiting.length === 1);
    await first.desk.accept(server.session.id);
    await until(first.desk, ({ sessions }) => sessions.length === 1);
    server.openSession('noor', ['Hi']);
    const { id, userId, userName, createdAt } = server.session;
    server.tellAgents('session-queued', { id, userId, userName, createdAt, messageCount: 1 });
    await until(first.desk, ({ waiting }) => waiting.length === 1);

    const second = openTab('agent:ann');
    second.desk.connect();
    await until(second.desk, ({ sessions }) => sessions.length === 1);
    expect(second.desk.getSnapshot()).toMatchObject({
      status: 'available',
      waiting: [{ userId: 'noor' }],
      sessions: [{ userId: 'maya' }],
    });
    expect(server.lines).toBe(1);
  });

  it('gives a tab the refusal of what it asked for', async () => {
    await two();
    const [, second] = open as [Frontdesk, Frontdesk];
    server.sessions.delete(server.session.id);
    await expect(second.chat.end()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is closed when no tab wants it any more', async () => {
    const { first, second } = await two();
    first.chat.disconnect();
    expect(server.lines).toBe(1);
    second.chat.disconnect();
    await vi.waitUntil(() => server.lines === 0);
  });

  it('is never shared with another person', async () => {
    const first = openTab('user:maya');
    await first.chat.start({ message: 'Mine' });
    const other = openTab('user:noor');
    await other.chat.start({ message: 'Not yours' });
    await shows(first, 'Mine');
    await shows(other, 'Not yours');
    expect(server.lines).toBe(2);
    expect(server.sessions.size).toBe(2);
  });
});

describe('the next tab takes over', () => {
  it.each(['closes', 'crashes'])('when the one with the line %s', async (how) => {
    const { first, second } = await two();
    const statuses = new Set<string>();
    second.chat.subscribe(() => statuses.add(second.chat.getSnapshot().connection.status));
    if (how === 'closes') first.close();
    else {
      first.tab.crash();
      server.dropLines();
    }
    server.say('agent', 'Said meanwhile');
    second.chat.send('Written meanwhile');
    await until(second.chat, ({ messages }) => messages.every(({ seq }) => seq !== null));
    await until(second.chat, ({ messages }) => messages.length === 3);
    expect(contents(second).sort()).toEqual(['Hello', 'Said meanwhile', 'Written meanwhile']);
    expect(server.session.messages).toHaveLength(3);
    // Whoever looks at it sees no gap.
    expect([...statuses]).toEqual(['online']);
  });

  it('with what the lost one had not sent, once and in order', async () => {
    const { first, second } = await two();
    server.beforeMessage = () => ({ code: 'unavailable', error: 'not now' });
    first.chat.send('one');
    first.chat.send('two');
    await until(second.chat, ({ messages }) => messages.length === 3);
    first.tab.crash();
    server.beforeMessage = () => null;
    await shows(second, 'Hello', 'one', 'two');
  });

  it('when it was frozen with its lock, as soon as somebody looks', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
    const { first, second } = await two();
    first.tab.freeze();
    await vi.advanceTimersByTimeAsync(LEADER_PING_MS + LEADER_SILENCE_MS);
    vi.useRealTimers();
    second.chat.send('Is anybody there?');
    await until(second.chat, ({ messages }) => messages.at(-1)?.seq === 2);
    // Thawed, the other one works through the new line.
    first.tab.thaw();
    await shows(first, 'Hello', 'Is anybody there?');
    await vi.waitUntil(() => server.lines === 1);
  });
});

describe('unsent messages', () => {
  const offline = async (frontdesk: Frontdesk) => {
    await server.stop();
    await until(frontdesk.chat, ({ connection }) => connection.status === 'offline');
  };

  it('survive the page, and go out once and in order from the next one', async () => {
    const first = openTab();
    await first.chat.start({ message: 'Hello' });
    await shows(first, 'Hello');
    server.beforeMessage = () => ({ code: 'unavailable', error: 'not now' });
    first.chat.send('one');
    first.chat.send('two');
    await kept('one', 'two');
    first.close();
    server.beforeMessage = () => null;
    const second = openTab();
    second.chat.connect();
    await shows(second, 'Hello', 'one', 'two');
  });

  it('that were to begin a chat begin it after a reload, with its topic', async () => {
    const { url } = server;
    const first = openTab();
    const whereItWas = kept('They squeal');
    await server.stop();
    first.chat.start({ topic: 'Brakes', message: 'They squeal' }).catch(() => {});
    await whereItWas;
    first.tab.crash();
    server = await DeskServer.start(Number(new URL(url).port));
    const second = openTab();
    second.chat.connect();
    await shows(second, 'They squeal');
    expect(server.session.topic).toBe('Brakes');
  });

  it('are neither shown to nor sent for another person', async () => {
    const first = openTab();
    await first.chat.start();
    server.beforeMessage = () => ({ code: 'unavailable', error: 'not now' });
    first.chat.send('secret');
    await kept('secret');
    first.setToken('user:noor');
    server.beforeMessage = () => null;
    await first.chat.start({ message: 'Hi' });
    await shows(first, 'Hi');
    // Back again, they are there.
    first.setToken('user:maya');
    first.chat.connect();
    await first.chat.start();
    await shows(first, 'secret');
  });

  it('are seen by every tab while there is no line', async () => {
    const { first, second } = await two();
    await offline(first);
    second.chat.send('in a tunnel');
    await until(first.chat, ({ messages }) => messages.at(-1)?.content === 'in a tunnel');
    expect(first.chat.getSnapshot().messages.at(-1)).toMatchObject({
      state: 'queued',
      unsaved: false,
    });
    second.chat.discard(second.chat.getSnapshot().messages.at(-1)?.key ?? '');
    await until(first.chat, ({ messages }) => messages.length === 1);
  });
});

it('without the means of a browser each tab works for itself', async () => {
  const tabs = [0, 1].map(() => {
    const one = createFrontdesk({ url: server.url, token: 'user:maya', storage, tabs: null });
    open.push(one);
    return one;
  }) as [Frontdesk, Frontdesk];
  await tabs[0].chat.start({ message: 'Hello' });
  tabs[1].chat.connect();
  await Promise.all(tabs.map((tab) => shows(tab, 'Hello')));
  await Promise.all(tabs.map(online));
  expect(server.lines).toBe(2);
});

describe('where the browser refuses its locks', () => {
  beforeEach(() => {
    browser.refusesLocks = true;
  });

  it('each tab leads for itself, and asks for no lock again and again', async () => {
    const first = openTab();
    await first.chat.start({ message: 'Hello' });
    await shows(first, 'Hello');
    const second = openTab();
    second.chat.connect();
    await shows(second, 'Hello');
    expect(server.lines).toBe(2);
    const asked = browser.requests;
    first.chat.send('from the first');
    await shows(first, 'Hello', 'from the first');
    await shows(second, 'Hello', 'from the first');
    second.chat.send('from the second');
    await shows(first, 'Hello', 'from the first', 'from the second');
    await shows(second, 'Hello', 'from the first', 'from the second');
    expect(browser.requests).toBe(asked);
    expect(server.session.messages).toHaveLength(3);
  });

  it('whoever asks for attention gets it', async () => {
    const group = new TabGroup(browser.open(), 'maya');
    expect(await group.claim('ring')).toBe(true);
    expect(await group.isHeld('visible')).toBe(false);
    group.close();
  });

  it('and the bus as well, tabs do without one another', () => {
    const refusing = Object.assign(browser.open(), {
      openBus: () => {
        throw new DOMException('denied in this context', 'SecurityError');
      },
    });
    expect(new PersonScope(server.url, 'maya', refusing).group).toBeNull();
  });
});

describe('what an agent looks at', () => {
  const LOOKING = { looking: true, writing: false };

  /** Two tabs of an agent; the first holds the line. */
  async function twoOfAnn() {
    const tabs = [openTab('agent:ann'), openTab('agent:ann')] as const;
    for (const { desk } of tabs) {
      desk.connect();
      await until(desk, ({ connection }) => connection.status === 'online');
    }
    return tabs;
  }
  const told = (count: number) => vi.waitUntil(() => server.views.length === count);

  it('is taken back for a tab that crashed', async () => {
    const [, second] = await twoOfAnn();
    second.desk.look('c1');
    await told(1);
    second.tab.crash();
    await told(2);
    expect(server.views).toEqual([
      { conversationId: 'c1', ...LOOKING },
      { conversationId: 'c1', looking: false, writing: false },
    ]);
  });

  it('stays when another tab looks at the same', async () => {
    const [first, second] = await twoOfAnn();
    first.desk.look('c1');
    await told(1);
    second.desk.look('c1');
    await told(2);
    second.tab.crash();
    // Whatever the end of the tab brings has come before a later tab is carried for.
    const third = openTab('agent:ann');
    third.desk.connect();
    await until(third.desk, ({ connection }) => connection.status === 'online');
    third.desk.look('c2');
    await told(3);
    third.tab.crash();
    await told(4);
    expect(server.views.slice(2)).toEqual([
      { conversationId: 'c2', ...LOOKING },
      { conversationId: 'c2', looking: false, writing: false },
    ]);
  });
});
