// Clients of a test's server, with short waits between connections.

import { AgentDesk } from '../../src/agent-desk';
import { createApi } from '../../src/api';
import { Http } from '../../src/http';
import { LiveChat } from '../../src/live-chat';
import { NotificationCenter } from '../../src/notification-center';
import { Connection } from '../../src/socket';
import { type KeyValueStorage, memoryStorage } from '../../src/storage';
import { TokenHolder } from '../../src/token';

const AT_ONCE = { first: 2, most: 10 };
const open: { close(): void }[] = [];

/** To be called after each test. */
export function closeAll(): void {
  for (const one of open.splice(0)) one.close();
}

export function connect(url: string, token: string) {
  const holder = new TokenHolder(token);
  const connection = new Connection(url, holder, AT_ONCE);
  open.push(connection);
  return { connection, holder };
}

export function customer(url: string, id = 'maya', storage: KeyValueStorage = memoryStorage()) {
  const { connection, holder } = connect(url, `user:${id}`);
  const api = createApi(new Http(url, holder));
  const chat = new LiveChat(connection.channel('/chat/user'), { storage, api });
  open.push({ close: () => chat.dispose() });
  return { chat, connection, holder, storage };
}

export function agent(url: string, id = 'ann') {
  const { connection, holder } = connect(url, `agent:${id}`);
  const desk = new AgentDesk(connection.channel('/chat/agent'));
  open.push({ close: () => desk.dispose() });
  return { desk, connection, holder };
}

export function reader(url: string, id = 'maya') {
  const { connection, holder } = connect(url, `user:${id}`);
  const api = createApi(new Http(url, holder));
  const center = new NotificationCenter(connection.channel('/'), api.notifications);
  return { center, connection };
}
