// Whether every promise was kept: what the senders and the readers say, held against the store.
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';
import { token } from '../harness/tokens';
import type { Json } from '../harness/wire';
import type { Agent } from './agent';
import type { ContractClient } from './contract-client';
import type { Customer } from './customer';
import type { Ledger, Sent } from './ledger';

/** How long what is stored may take to come to a client that is connected. */
const ARRIVAL_MS = 15_000;
const PAGE = 100;

export interface Stored {
  session: Json;
  messages: Json[];
}

/** Complains of everything that is wrong; gives the number of chats. */
export async function judge(
  server: Server,
  ledger: Ledger,
  customers: Customer[],
  agents: Agent[],
): Promise<number> {
  const store = await read(server);
  judgeStore(store, ledger);
  for (const sent of ledger.sent) judgeSent(sent, store, ledger);
  judgeOrder(store, ledger);
  const limit = pause(ARRIVAL_MS, 'late' as const, { ref: false });
  for (const customer of customers) await judgeCustomer(customer, store, ledger, limit);
  for (const agent of agents) await judgeAgent(agent, store, ledger, limit);
  return store.size;
}

/** Everything that is stored, by REST. */
export async function read(server: Server): Promise<Map<string, Stored>> {
  const claims = { sub: 'the-judge', name: 'The judge', role: 'admin' } as const;
  const rest = new Rest(server, claims);
  const store = new Map<string, Stored>();
  for (const session of await allSessions(server, token(claims))) {
    const messages: Json[] = [];
    for (;;) {
      const after = messages.at(-1)?.seq ?? 0;
      const path = `/chat/sessions/${session.id}/messages?after=${after}&limit=${PAGE}`;
      const page = await rest.get(path);
      messages.push(...page);
      if (page.length < PAGE) break;
    }
    store.set(session.id, { session, messages });
  }
  return store;
}

async function allSessions(server: Server, bearer: string): Promise<Json[]> {
  const sessions: Json[] = [];
  let cursor = '';
  do {
    const url = `${server.url}/api/support/chat/sessions?limit=${PAGE}${cursor}`;
    const response = await fetch(url, { headers: { Authorization: `Bearer ${bearer}` } });
    const { data, page } = (await response.json()) as Json;
    sessions.push(...data);
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
  } while (cursor);
  return sessions;
}

/** Numbers without gaps, nothing twice, nothing that nobody has sent. */
export function judgeStore(store: Map<string, Stored>, ledger: Ledger): void {
  const places = new Map<string, string>();
  for (const [sessionId, { messages }] of store) {
    for (const [index, message] of messages.entries()) {
      const place = `${sessionId} seq ${message.seq}`;
      const { clientId } = message;
      if (message.seq !== index + 1) ledger.complain(`${place} stands at ${index + 1}`, clientId);
      if (!ledger.find(clientId)) ledger.complain(`nobody has sent ${JSON.stringify(message)}`);
      const other = places.get(clientId);
      if (other) ledger.complain(`stored twice: ${other} and ${place}`, clientId);
      places.set(clientId, place);
    }
  }
}

/** What was acknowledged is stored as it was acknowledged; what was refused is nowhere. */
function judgeSent(sent: Sent, store: Map<string, Stored>, ledger: Ledger): void {
  const found = store
    .get(sent.sessionId)
    ?.messages.find((message) => message.clientId === sent.clientId);
  switch (sent.outcome) {
    case 'acked':
      if (!isDeepStrictEqual(found, sent.message)) {
        ledger.complain(`acknowledged, but stored is ${JSON.stringify(found)}`, sent.clientId);
      }
      break;
    case 'refused':
      for (const { messages } of store.values()) {
        const leak = messages.find((message) => message.clientId === sent.clientId);
        if (leak) ledger.complain(`refused, but stored as seq ${leak.seq}`, sent.clientId);
      }
      break;
    case 'open':
      ledger.complain('never answered', sent.clientId);
  }
}

/** Each sender's messages of a chat stand in the order in which they were written. */
function judgeOrder(store: Map<string, Stored>, ledger: Ledger): void {
  const places = new Map(ledger.sent.map((sent, index) => [sent, index]));
  for (const { messages } of store.values()) {
    const last = new Map<string, Sent>();
    for (const { clientId } of messages) {
      const sent = ledger.find(clientId);
      if (!sent) continue;
      const before = last.get(sent.from);
      if (before && (places.get(sent) ?? 0) < (places.get(before) ?? 0)) {
        const trace = before.trace.join('\n    ');
        ledger.complain(`out of order: after ${before.clientId}\n    ${trace}`, clientId);
      }
      last.set(sent.from, sent);
    }
  }
}

async function judgeCustomer(
  customer: Customer,
  store: Map<string, Stored>,
  ledger: Ledger,
  limit: Promise<'late'>,
): Promise<void> {
  const own = [...store.values()].filter(({ session }) => session.userId === customer.person);
  const known = own.filter(({ session }) => customer.views.has(session.id));
  for (const stored of known) await judgeView(customer, stored, ledger, limit);
  const isAlone = customer.name === customer.person && own.length > 0;
  for (const { session, messages } of isAlone ? own : []) {
    if (known.some((one) => one.session.id === session.id)) continue;
    // A crash may leave a chat whose first message was not stored: it is opened anew.
    if (messages.length === 0) continue;
    const byTab = messages.some(({ clientId }) => ledger.find(clientId)?.from !== customer.name);
    if (!byTab) ledger.complain(`${customer.name} does not know their chat ${session.id}`);
  }
}

async function judgeAgent(
  agent: Agent,
  store: Map<string, Stored>,
  ledger: Ledger,
  limit: Promise<'late'>,
): Promise<void> {
  for (const stored of store.values()) {
    const { id, agentId, status } = stored.session;
    if (agentId !== agent.person) {
      if (agent.mine.has(id)) ledger.complain(`${agent.name} takes ${id} for their own`);
      continue;
    }
    const view = agent.views.get(id);
    if (status === 'active' && !agent.mine.has(id)) {
      ledger.complain(`${agent.name} does not know that they hold ${id}`, null, [agent.name]);
    }
    if (view && !view.isLeft) await judgeView(agent, stored, ledger, limit);
  }
}

/** The participant sees what is stored, all of it, by what came on its own. */
async function judgeView(
  client: ContractClient,
  { session, messages }: Stored,
  ledger: Ledger,
  limit: Promise<'late'>,
): Promise<void> {
  const view = client.views.get(session.id);
  if (!view) return;
  const arrived = client.until(() => view.last >= messages.length);
  if ((await Promise.race([arrived, limit])) === 'late') {
    const missing = messages[view.last];
    ledger.complain(
      `${client.name} sees ${view.last} of ${messages.length} messages of ${session.id}`,
      missing?.clientId,
      [client.name],
    );
    return;
  }
  const wrong = view.shown.findIndex((shown, index) => !isDeepStrictEqual(shown, messages[index]));
  if (wrong < 0) return;
  const [shown, stored] = [JSON.stringify(view.shown[wrong]), JSON.stringify(messages[wrong])];
  const clientId = messages[wrong]?.clientId;
  ledger.complain(`${client.name} sees ${shown} where ${stored} is stored`, clientId);
}
