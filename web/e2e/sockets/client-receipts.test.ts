// The client package against the real server: how far messages have come, and who is there.
import { createFrontdesk, type Frontdesk, memoryStorage, type Observable } from '@frontdesk/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { type Claims, token } from '../harness/tokens';

let server: Server;
const open: Frontdesk[] = [];

beforeAll(async () => {
  server = await Server.start();
});
afterAll(async () => {
  for (const one of open) one.close();
  await server.dispose();
});

function clientOf(claims: Claims): Frontdesk {
  const client = createFrontdesk({
    url: server.url,
    token: token(claims),
    storage: memoryStorage(),
  });
  open.push(client);
  return client;
}

/** Resolves when a snapshot fulfils the condition. */
function until<Snapshot>(
  observable: Observable<Snapshot>,
  condition: (snapshot: Snapshot) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    const check = () => {
      if (!condition(observable.getSnapshot())) return;
      stop();
      resolve();
    };
    stop = observable.subscribe(check);
    check();
  });
}

/** A customer and an agent in a chat, each with a client of their own. */
async function chatting() {
  const [user, staff] = [someone('user'), someone('agent')];
  const { chat } = clientOf(user);
  const { desk } = clientOf(staff);
  await chat.start({ message: 'My bell does not ring' });
  desk.connect();
  const id = chat.getSnapshot().sessionId ?? '';
  await until(desk, ({ waiting }) => waiting.some((session) => session.id === id));
  await desk.accept(id);
  await until(chat, ({ status }) => status === 'active');
  return { chat, desk, id, user, staff };
}

it('messages are delivered when the other side has them, and seen when it has read them', async () => {
  const { chat, desk, id } = await chatting();
  chat.send('It only clicks');
  await until(chat, ({ messages }) => messages.at(-1)?.state === 'delivered');
  desk.markRead(id);
  await until(chat, ({ messages }) => messages.every(({ state }) => state === 'seen'));
  desk.send(id, 'Turn the clapper');
  const last = () => desk.getSnapshot().threads[id]?.messages.at(-1)?.state;
  await until(desk, () => last() === 'delivered');
  expect(chat.getSnapshot().unread).toBe(1);
  chat.markRead();
  await until(desk, () => last() === 'seen');
});

it('each side hears when the other’s line goes and comes', async () => {
  const { chat, desk, user } = await chatting();
  const isThere = () => desk.getSnapshot().users[user.sub]?.online;
  chat.disconnect();
  await until(desk, () => isThere() === false);
  chat.connect();
  await until(desk, () => isThere() === true);
  desk.disconnect();
  await until(chat, ({ agentOnline }) => agentOnline === false);
  desk.connect();
  await until(chat, ({ agentOnline }) => agentOnline === true);
});

it('two agents who look at a conversation see each other, and that one writes', async () => {
  const { desk, id } = await chatting();
  const colleague = someone('agent');
  const { desk: other } = clientOf(colleague);
  other.connect();
  await other.open(id);
  desk.look(id);
  other.look(id, true);
  await until(desk, ({ viewers }) => viewers[id]?.some(({ writing }) => writing) ?? false);
  expect(desk.getSnapshot().viewers[id]).toMatchObject([{ id: colleague.sub, writing: true }]);
  other.look(null);
  await until(desk, ({ viewers }) => viewers[id]?.length === 0);
});
