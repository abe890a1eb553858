// What failed in a chat that is over is neither lost nor hidden.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DeskServer } from '../test/support/desk-server';
import { until } from '../test/support/until';
import { createFrontdesk, type Frontdesk } from './frontdesk';
import { memoryStorage } from './storage';

const CLOSED = { code: 'conflict', error: 'this chat is closed; start a new one' };

let server: DeskServer;
let storage: ReturnType<typeof memoryStorage>;
let open: Frontdesk[];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = await DeskServer.start();
  storage = memoryStorage();
  open = [];
});
afterEach(async () => {
  for (const frontdesk of open) frontdesk.close();
  await server.stop();
});

/** The page, as it is after a reload. */
function openPage() {
  const page = createFrontdesk({ url: server.url, token: 'user:maya', storage, tabs: null });
  open.push(page);
  return page;
}

/** A message that was refused because its chat had just ended, and the page reloaded since. */
async function stranded() {
  const before = openPage();
  await before.chat.start();
  server.beforeMessage = () => CLOSED;
  before.chat.send('One more thing');
  await until(before.chat, ({ messages }) => messages[0]?.state === 'failed');
  server.closeSession();
  await until(before.chat, ({ status }) => status === 'closed');
  before.close();
  server.beforeMessage = () => null;
  const { chat } = openPage();
  const { stranded } = await until(chat, ({ stranded }) => stranded.length === 1);
  return { chat, clientId: stranded[0]?.clientId ?? '', failure: stranded[0]?.failure };
}

it('is shown after a reload, with the reason', async () => {
  const { chat, failure } = await stranded();
  expect(chat.getSnapshot()).toMatchObject({ status: 'idle', messages: [] });
  expect(failure?.message).toBe(CLOSED.error);
});

it('begins a new chat when it is tried again', async () => {
  const { chat, clientId } = await stranded();
  chat.connect();
  chat.retry(clientId);
  await until(chat, ({ messages }) => messages[0]?.state === 'sent');
  expect(chat.getSnapshot().stranded).toEqual([]);
  expect(server.session.messages.map(({ content }) => content)).toEqual(['One more thing']);
  expect(server.sessions.size).toBe(2);
});

it('goes into the chat that is open when it is tried again', async () => {
  const { chat, clientId } = await stranded();
  await chat.start({ message: 'Hello again' });
  await until(chat, ({ messages }) => messages[0]?.state === 'sent');
  chat.retry(clientId);
  await until(chat, ({ messages }) => messages.length === 2 && messages[1]?.state === 'sent');
  expect(server.session.messages.map(({ content }) => content)).toEqual([
    'Hello again',
    'One more thing',
  ]);
});

it('can be dropped for good', async () => {
  const { chat, clientId } = await stranded();
  chat.discard(clientId);
  expect(chat.getSnapshot().stranded).toEqual([]);
  const later = openPage().chat;
  await later.start({ message: 'Something else' });
  await until(later, ({ messages }) => messages[0]?.state === 'sent');
  expect(later.getSnapshot().stranded).toEqual([]);
});

it('stays when the ended chat is left for a new one', async () => {
  const { chat } = openPage();
  await chat.start();
  server.beforeMessage = () => CLOSED;
  chat.send('One more thing');
  await until(chat, ({ messages }) => messages[0]?.state === 'failed');
  server.closeSession();
  await until(chat, ({ status }) => status === 'closed');
  chat.reset();
  expect(chat.getSnapshot().stranded.map(({ content }) => content)).toEqual(['One more thing']);
});

it('of an agent is counted by chat after a reload', async () => {
  const openDesk = () => {
    const page = createFrontdesk({ url: server.url, token: 'agent:ann', storage, tabs: null });
    open.push(page);
    page.desk.connect();
    return page;
  };
  const before = openDesk();
  server.openSession('maya', ['Hello']);
  const { id } = server.session;
  await before.desk.accept(id).catch(() => {});
  await until(before.desk, ({ connection }) => connection.status === 'online');
  server.beforeMessage = () => CLOSED;
  before.desk.send(id, 'Are you there?');
  await until(before.desk, ({ failed }) => failed[id] === 1);
  before.close();
  const after = openDesk();
  await until(after.desk, ({ failed }) => failed[id] === 1);
  expect(after.desk.getSnapshot().threads).toEqual({});
});
