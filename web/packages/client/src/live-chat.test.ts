import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeAll, customer } from '../test/support/customer';
import { DeskServer } from '../test/support/desk-server';
import { until } from '../test/support/until';
import type { LiveChatSnapshot } from './live-chat';
import { SESSION_KEY } from './live-chat';
import { memoryStorage } from './storage';

let server: DeskServer;

beforeEach(async () => {
  server = await DeskServer.start();
});
afterEach(async () => {
  closeAll();
  await server.stop();
});

const contents = ({ messages }: LiveChatSnapshot) => messages.map(({ content }) => content);
const allSent = ({ messages }: LiveChatSnapshot) => messages.every(({ state }) => state === 'sent');
const isOnline = ({ connection }: LiveChatSnapshot) => connection.status === 'online';

const FILE = {
  cid: 'c',
  name: 'a.png',
  size: 1,
  type: 'image/png',
  url: '/ipfs/c',
  scan: 'unscanned',
} as const;

describe('starting', () => {
  it('opens a session with topic and first message, and shows the place in the queue', async () => {
    const { chat } = customer(server.url);
    await chat.start({ topic: 'Billing', message: 'Hello' });
    const snapshot = await until(chat, allSent);
    expect(snapshot).toMatchObject({ status: 'waiting', position: 1, estimatedWaitSeconds: 60 });
    expect(contents(snapshot)).toEqual(['Hello']);
    expect(server.session).toMatchObject({ topic: 'Billing', messageCount: 1 });
  });

  it('shows the first message before there is a connection', () => {
    const { chat } = customer(server.url);
    void chat.start({ message: 'Hello' });
    expect(chat.getSnapshot()).toMatchObject({ status: 'starting' });
    expect(chat.getSnapshot().messages).toMatchObject([{ content: 'Hello', state: 'queued' }]);
  });

  it('can begin with files alone', async () => {
    const { chat } = customer(server.url);
    await chat.start({ attachments: [FILE] });
    expect(server.session.messages).toMatchObject([{ content: '', attachments: [FILE.cid] }]);
  });

  it('takes the files of its first message along, also when there was no line at first', async () => {
    const { chat, connection } = customer(server.url);
    chat.start({ message: 'See the picture', attachments: [FILE] }).catch(() => {});
    chat.disconnect();
    expect(chat.getSnapshot().messages).toMatchObject([{ state: 'queued', files: [FILE] }]);
    connection.renew();
    chat.connect();
    await until(chat, (now) => now.status === 'waiting' && allSent(now));
    expect(server.session.messages).toMatchObject([
      { content: 'See the picture', attachments: [FILE.cid] },
    ]);
  });

  it('that is refused keeps the files with what was written', async () => {
    const { chat, holder } = customer(server.url);
    holder.set('bad');
    await expect(chat.start({ message: 'Hello', attachments: [FILE] })).rejects.toThrow();
    expect(chat.getSnapshot().messages).toMatchObject([{ state: 'failed', files: [FILE] }]);
  });

  it('is done by sending, where no chat is open', async () => {
    const { chat } = customer(server.url);
    chat.send('one');
    chat.send('two');
    chat.send('three');
    await until(chat, (now) => now.status === 'waiting' && allSent(now));
    expect(server.session.messages.map(({ content }) => content)).toEqual(['one', 'two', 'three']);
  });

  it('with a refused token fails, says why, and keeps what was written', async () => {
    const { chat, holder } = customer(server.url);
    holder.set('bad');
    await expect(chat.start({ message: 'Hello' })).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'the token has expired',
    });
    expect(chat.getSnapshot().connection).toEqual({
      status: 'refused',
      reason: 'the token has expired',
    });
    expect(chat.getSnapshot().messages).toMatchObject([{ content: 'Hello', state: 'failed' }]);
  });

  it('that failed is repeated by trying its message again', async () => {
    const { chat, holder } = customer(server.url);
    holder.set('bad');
    await expect(chat.start({ message: 'Hello' })).rejects.toThrow();
    holder.set('user:maya');
    chat.retry(chat.getSnapshot().messages[0]?.clientId ?? '');
    const snapshot = await until(chat, (now) => now.status === 'waiting' && allSent(now));
    expect(contents(snapshot)).toEqual(['Hello']);
  });

  it('goes on with the chat that another tab has open', async () => {
    const first = customer(server.url).chat;
    await first.start({ message: 'Hello' });
    const second = customer(server.url).chat;
    await second.start();
    expect(second.getSnapshot().sessionId).toBe(first.getSnapshot().sessionId);
    expect(contents(second.getSnapshot())).toEqual(['Hello']);
    expect(server.sessions.size).toBe(1);
  });
});

describe('the agent', () => {
  it('joins, types, answers and reads', async () => {
    const { chat } = customer(server.url);
    await chat.start({ message: 'Hello' });
    server.accept();
    const joined = await until(chat, ({ status }) => status === 'active');
    expect(joined).toMatchObject({ agentName: 'Ann', position: null, estimatedWaitSeconds: null });

    server.tellUser(server.session, 'agent-typing', true, { sessionId: server.session.id });
    await until(chat, ({ agentTyping }) => agentTyping);
    server.say('agent', 'How can I help?');
    const answered = await until(chat, ({ messages }) => messages.length === 2);
    expect(answered.agentTyping).toBe(false);

    server.tellUser(server.session, 'read', { sessionId: server.session.id, seq: 1, by: 'agent' });
    await until(chat, ({ agentReadSeq }) => agentReadSeq === 1);
  });

  it('who leaves puts the chat back into the queue', async () => {
    const { chat } = customer(server.url);
    await chat.start();
    server.accept();
    await until(chat, ({ status }) => status === 'active');
    server.tellUser(server.session, 'agent-left', { sessionId: server.session.id });
    server.tellUser(server.session, 'waiting-for-agent', {
      sessionId: server.session.id,
      position: 2,
    });
    const snapshot = await until(chat, ({ position }) => position === 2);
    expect(snapshot).toMatchObject({ status: 'waiting', agentName: null });
  });

  it('who closes leaves the history, and a new chat can begin', async () => {
    const { chat, storage } = customer(server.url);
    await chat.start({ message: 'Hello' });
    const first = chat.getSnapshot().sessionId;
    server.closeSession();
    const closed = await until(chat, ({ status }) => status === 'closed');
    expect(contents(closed)).toEqual(['Hello']);
    expect(storage.get(SESSION_KEY)).toBeNull();

    await chat.start({ message: 'Again' });
    expect(chat.getSnapshot().sessionId).not.toBe(first);
    expect(contents(await until(chat, allSent))).toEqual(['Again']);
  });
});

it('tells the server what was read, once', async () => {
  const { chat } = customer(server.url);
  await chat.start();
  server.say('agent', 'How can I help?');
  await until(chat, ({ messages }) => messages.length === 1);
  chat.markRead();
  chat.markRead();
  await chat.end();
  expect(server.session.userReadSeq).toBe(1);
});

describe('a line that breaks', () => {
  it('comes back, and what was missed is fetched', async () => {
    const { chat } = customer(server.url);
    await chat.start({ message: 'Hello' });
    server.losesEvent = () => true;
    for (let n = 1; n <= 12; n += 1) server.say('agent', `answer ${n}`);
    server.dropLines();
    await until(chat, (now) => !isOnline(now));
    const snapshot = await until(chat, ({ messages }) => messages.length === 13);
    expect(snapshot.messages.map(({ seq }) => seq)).toEqual(
      [...Array(13).keys()].map((n) => n + 1),
    );
  });

  it('is mended also when the server has dismissed the socket', async () => {
    const { chat } = customer(server.url);
    await chat.start();
    server.dismiss('/chat/user');
    await until(chat, (now) => !isOnline(now));
    await until(chat, isOnline);
    server.say('agent', 'Still here');
    await until(chat, ({ messages }) => messages.length === 1);
  });

  it('delivers what was written meanwhile, in order', async () => {
    const { chat } = customer(server.url);
    await chat.start({ message: 'zero' });
    server.dropLines();
    await until(chat, (now) => !isOnline(now));
    chat.send('one');
    chat.send('two');
    expect(chat.getSnapshot().messages.slice(1)).toMatchObject([
      { content: 'one', state: 'queued' },
      { content: 'two', state: 'queued' },
    ]);
    await until(chat, allSent);
    expect(server.session.messages.map(({ content }) => content)).toEqual(['zero', 'one', 'two']);
  });

  it('during which the chat was closed shows it closed', async () => {
    const { chat } = customer(server.url);
    await chat.start({ message: 'Hello' });
    server.dropLines();
    await until(chat, (now) => !isOnline(now));
    server.session.status = 'closed';
    await until(chat, ({ status }) => status === 'closed');
    expect(server.sessions.size).toBe(1);
  });
});

it('loses, doubles and reorders nothing while lines break and answers get lost', async () => {
  const { chat } = customer(server.url);
  await chat.start();
  // Decided by the count alone, so that every run is the same.
  let arrivals = 0;
  server.beforeMessage = () => {
    arrivals += 1;
    if (arrivals % 7 === 3) return 'lose-ack';
    if (arrivals % 7 === 5) return 'drop-line';
    return null;
  };
  server.losesEvent = ({ seq }) => seq % 4 === 0;
  const written = Array.from({ length: 40 }, (_, n) => `message ${n}`);
  for (const [index, content] of written.entries()) {
    chat.send(content);
    if (index % 5 === 0) server.say('agent', `answer ${index}`);
  }
  await until(chat, (now) => allSent(now) && now.messages.length === 48);

  const stored = server.session.messages;
  const own = stored.filter(({ sender }) => sender === 'user').map(({ content }) => content);
  expect(own).toEqual(written);
  expect(chat.getSnapshot().messages.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
});

describe('a refused message', () => {
  it('is shown failed with the reason, and the next ones go on', async () => {
    const { chat } = customer(server.url);
    await chat.start();
    server.beforeMessage = () => ({ code: 'invalid-input', error: 'too long' });
    const clientId = chat.send('one');
    await until(chat, ({ messages }) => messages[0]?.state === 'failed');
    expect(chat.getSnapshot().messages[0]?.failure?.message).toBe('too long');
    server.beforeMessage = () => null;
    chat.send('two');
    await until(chat, ({ messages }) =>
      messages.some((m) => m.content === 'two' && m.state === 'sent'),
    );
    chat.retry(clientId);
    await until(chat, allSent);
    expect(server.session.messages.map(({ content }) => content)).toEqual(['two', 'one']);
  });

  it('can be dropped', async () => {
    const { chat } = customer(server.url);
    await chat.start();
    server.beforeMessage = () => ({ code: 'forbidden', error: 'no' });
    const clientId = chat.send('one');
    await until(chat, ({ messages }) => messages[0]?.state === 'failed');
    chat.discard(clientId);
    expect(chat.getSnapshot().messages).toEqual([]);
  });
});

describe('a message that is held for review', () => {
  async function held() {
    const { chat } = customer(server.url);
    await chat.start();
    server.beforeMessage = () => 'hold';
    const clientId = chat.send('rude');
    await until(chat, ({ messages }) => messages[0]?.state === 'held');
    return { chat, clientId };
  }

  it('is in the conversation for everyone once it is approved', async () => {
    const { chat, clientId } = await held();
    server.beforeMessage = () => null;
    server.approve(clientId, 'rude');
    await until(chat, ({ messages }) => messages[0]?.seq === 1);
    expect(chat.getSnapshot().messages).toMatchObject([{ content: 'rude', key: clientId }]);
  });

  it('that was approved while there was no line is found by asking again', async () => {
    const { chat, clientId } = await held();
    server.beforeMessage = () => null;
    server.losesEvent = () => true;
    server.approve(clientId, 'rude');
    server.dropLines();
    await until(chat, ({ messages }) => messages[0]?.seq === 1);
    expect(chat.getSnapshot().messages).toHaveLength(1);
  });
});

describe('left while it waits', () => {
  it('a message becomes a ticket of the same conversation, and the chat ends', async () => {
    const { chat } = customer(server.url);
    await chat.start({ message: 'Hello' });
    const left = { ticketId: 't1', number: 7, expectedAnswerAt: null };
    server.rest.set(`POST /chat/sessions/${server.session.id}/leave-message`, {
      status: 200,
      body: { success: true, data: left },
    });
    expect(await chat.leaveMessage({ message: 'Call me' })).toEqual(left);
    expect(chat.getSnapshot().status).toBe('closed');
  });

  it('one without a chat becomes a ticket of its own', async () => {
    const { chat } = customer(server.url);
    const left = { ticketId: 't1', number: 7, expectedAnswerAt: null };
    server.rest.set('POST /chat/offline-message', {
      status: 201,
      body: { success: true, data: left },
    });
    expect(await chat.leaveMessage({ message: 'Call me' })).toEqual(left);
  });
});

it('what was written before the page was left begins a chat with the next connection', async () => {
  const { chat, connection } = customer(server.url);
  chat.start({ topic: 'Brakes', message: 'They squeal' }).catch(() => {});
  chat.disconnect();
  expect(chat.getSnapshot().status).toBe('idle');
  connection.renew();
  chat.connect();
  await until(chat, (now) => now.status === 'waiting' && allSent(now));
  expect(server.session).toMatchObject({ topic: 'Brakes', messageCount: 1 });
});

describe('a reload', () => {
  it('goes on with the open chat', async () => {
    const storage = memoryStorage();
    const before = customer(server.url, 'maya', storage);
    await before.chat.start({ message: 'Hello' });
    before.chat.disconnect();
    const { chat } = customer(server.url, 'maya', storage);
    chat.connect();
    expect(chat.getSnapshot().status).toBe('starting');
    const snapshot = await until(chat, ({ position }) => position === 1);
    expect(snapshot.status).toBe('waiting');
    expect(contents(snapshot)).toEqual(['Hello']);
  });

  it('starts nothing where no chat was open', async () => {
    const { chat } = customer(server.url);
    chat.connect();
    await until(chat, isOnline);
    expect(chat.getSnapshot().status).toBe('idle');
    expect(server.sessions.size).toBe(0);
  });

  it('forgets a session that is not there any more', async () => {
    const storage = memoryStorage();
    storage.set(SESSION_KEY, 'gone');
    const { chat } = customer(server.url, 'maya', storage);
    chat.connect();
    await until(chat, ({ status }) => status === 'idle');
    expect(storage.get(SESSION_KEY)).toBeNull();
    expect(server.sessions.size).toBe(0);
  });
});

it('adopts the chat that another tab starts', async () => {
  const { chat } = customer(server.url);
  chat.connect();
  await until(chat, isOnline);
  const other = customer(server.url).chat;
  await other.start({ message: 'Hello' });
  server.accept();
  const snapshot = await until(chat, ({ status }) => status === 'active');
  expect(snapshot.sessionId).toBe(other.getSnapshot().sessionId);
  await until(chat, ({ messages }) => messages.length === 1);
});

it('keeps a message’s key from echo to stored message', async () => {
  const { chat } = customer(server.url);
  await chat.start();
  const clientId = chat.send('one');
  expect(chat.getSnapshot().messages[0]?.key).toBe(clientId);
  await until(chat, allSent);
  expect(chat.getSnapshot().messages[0]).toMatchObject({ key: clientId, seq: 1 });
});
