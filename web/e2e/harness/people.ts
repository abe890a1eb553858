// The cast of a test: people with ids of their own, and chats that are under way.
import type { Server } from './server';
import type { Claims } from './tokens';
import { DEFAULT, type Json, type Variant, Wire } from './wire';

let last = 0;

/** Claims of a person nobody has met before. */
export function someone(role: 'user' | 'agent' | 'admin' = 'user'): Required<Omit<Claims, 'exp'>> {
  last += 1;
  const sub = `${role}-${process.pid}-${last}`;
  return { sub, name: `The ${role} ${last}`, email: `${sub}@example.com`, role };
}

export interface Chat {
  user: Wire;
  agent: Wire;
  userClaims: Claims;
  agentClaims: Claims;
  sessionId: string;
}

/** A chat that an agent has accepted, with both sides connected. */
export async function activeChat(
  server: Server,
  userVariant: Variant = DEFAULT,
  agentVariant: Variant = DEFAULT,
): Promise<Chat> {
  const [userClaims, agentClaims] = [someone('user'), someone('agent')];
  const user = await Wire.as(server, '/chat/user', userClaims, userVariant);
  const agent = await Wire.as(server, '/chat/agent', agentClaims, agentVariant);
  await agent.next('waiting-sessions');
  const { sessionId } = await user.ok('initiate-chat', { topic: 'Brakes' });
  await accept(agent, sessionId);
  await user.next('agent-joined');
  return { user, agent, userClaims, agentClaims, sessionId };
}

/** Accepts a chat and gives the payload of `session-accepted`. */
export async function accept(agent: Wire, sessionId: string): Promise<Json> {
  agent.emit('accept-session', { sessionId });
  return agent.payload('session-accepted', (accepted) => accepted.sessionId === sessionId);
}

/** Ends a chat, so that it does not wait or count in the next test. */
export async function leave(chat: Chat): Promise<void> {
  await chat.user.ok('end-chat', { sessionId: chat.sessionId });
  chat.user.close();
  chat.agent.close();
}

/** All messages of a chat behind the first `after`, oldest first, page by page. */
export async function history(wire: Wire, sessionId: string, after = 0): Promise<Json[]> {
  const messages: Json[] = [];
  for (;;) {
    const last = messages.at(-1)?.seq ?? after;
    const page = await wire.ok('sync', { sessionId, after: last });
    messages.push(...page.messages);
    if (!page.more) return messages;
  }
}
