// What an agent sees of the queue, as a state that events change. Pure, so that every tab,
// and what is told to a tab that comes later, is made from the same events in the same way.

import type { AgentStatus, ChatSession, WaitingSession } from './types';

export interface AgentQueue {
  /** Null until the server has told it. */
  readonly status: AgentStatus | null;
  /** Away because nothing was heard from this agent, not because they said so. */
  readonly automatic: boolean;
  /** Chats that are offered to this agent at a time; null until the server has told it. */
  readonly capacity: number | null;
  readonly skills: readonly string[];
  /** Ids of the teams that this agent is in. */
  readonly teams: readonly string[];
  /** As the server orders them: the longest wait first, with a head start for some. */
  readonly waiting: readonly WaitingSession[];
  /** Ids of waiting sessions that are offered to this agent. */
  readonly offers: readonly string[];
  /** The chats that this agent holds. */
  readonly sessions: readonly ChatSession[];
}

export const EMPTY_QUEUE: AgentQueue = {
  status: null,
  automatic: false,
  capacity: null,
  skills: [],
  teams: [],
  waiting: [],
  offers: [],
  sessions: [],
};

/** By how much those that come before others go ahead, as the server does by default (ms). */
const HEAD_STARTS: Record<string, number> = {
  returned: 1_800_000,
  vip: 600_000,
  returning: 120_000,
};

/** What an event of the namespace changes in the queue, if anything. */
export const QUEUE_EVENTS: Record<
  string,
  // biome-ignore lint/suspicious/noExplicitAny: the payload is the event's.
  (queue: AgentQueue, payload: any) => AgentQueue
> = {
  // Sent on connect: offers ended with the last line, and those that stand come after it.
  'waiting-sessions': (queue, waiting: WaitingSession[]) => ({ ...queue, waiting, offers: [] }),
  'new-session': (queue, session: WaitingSession) => offered(queue, session),
  // Also sent when a waiting customer writes again: an offer of it stands.
  'session-queued': (queue, session: WaitingSession) =>
    nowWaiting(noLongerHeld(queue, session.id), session),
  'offer-ended': (queue, { sessionId }) => noLongerOffered(queue, sessionId),
  'session-taken': (queue, { sessionId }) => noLongerWaiting(queue, sessionId),
  'session-accepted': (queue, { session }: { session: ChatSession }) =>
    nowHeld(noLongerWaiting(queue, session.id), session),
  'session-updated': (queue, session: ChatSession) => updated(queue, session),
  'session-closed': (queue, { sessionId }) => closed(queue, sessionId),
  'agent-status': (queue, { status, sessions, automatic, capacity, skills, teams }) => ({
    ...withStatus({ ...queue, sessions }, status),
    automatic: automatic ?? false,
    capacity: capacity ?? null,
    skills: skills ?? [],
    teams: teams ?? [],
  }),
};

/** Offers end when the agent is no longer available. */
export function withStatus(queue: AgentQueue, status: AgentStatus): AgentQueue {
  return { ...queue, status, offers: status === 'available' ? queue.offers : [] };
}

export function closed(queue: AgentQueue, sessionId: string): AgentQueue {
  return noLongerHeld(noLongerWaiting(queue, sessionId), sessionId);
}

export function noLongerWaiting(queue: AgentQueue, sessionId: string): AgentQueue {
  const waiting = without(queue.waiting, sessionId);
  const left = waiting === queue.waiting ? queue : { ...queue, waiting };
  return noLongerOffered(left, sessionId);
}

export function noLongerHeld(queue: AgentQueue, sessionId: string): AgentQueue {
  const sessions = without(queue.sessions, sessionId);
  return sessions === queue.sessions ? queue : { ...queue, sessions };
}

/** A session as the server sees it now: held on, or no longer. */
export function updated(queue: AgentQueue, session: ChatSession): AgentQueue {
  const held = queue.sessions.find(({ id }) => id === session.id);
  if (!held) return queue;
  const stillHeld = session.status === 'active' && session.agentId === held.agentId;
  return stillHeld ? nowHeld(queue, session) : noLongerHeld(queue, session.id);
}

function offered(queue: AgentQueue, session: WaitingSession): AgentQueue {
  const present = nowWaiting(queue, session);
  if (present.offers.includes(session.id)) return present;
  return { ...present, offers: [...present.offers, session.id] };
}

function noLongerOffered(queue: AgentQueue, sessionId: string): AgentQueue {
  if (!queue.offers.includes(sessionId)) return queue;
  return { ...queue, offers: queue.offers.filter((id) => id !== sessionId) };
}

function nowWaiting(queue: AgentQueue, session: WaitingSession): AgentQueue {
  const known = queue.waiting.some(({ id }) => id === session.id);
  const waiting = known
    ? queue.waiting.map((other) => (other.id === session.id ? session : other))
    : [...queue.waiting, session].sort((one, other) => turnOf(one) - turnOf(other));
  return { ...queue, waiting };
}

/** Lower is sooner. */
function turnOf({ queuedAt, createdAt, priority }: WaitingSession): number {
  return Date.parse(queuedAt ?? createdAt) - (HEAD_STARTS[priority] ?? 0);
}

function nowHeld(queue: AgentQueue, session: ChatSession): AgentQueue {
  const known = queue.sessions.some(({ id }) => id === session.id);
  const sessions = known
    ? queue.sessions.map((other) => (other.id === session.id ? session : other))
    : [...queue.sessions, session];
  return { ...queue, sessions };
}

function without<One extends { id: string }>(list: readonly One[], id: string): readonly One[] {
  return list.some((one) => one.id === id) ? list.filter((one) => one.id !== id) : list;
}

/** The session that an event of the queue is about, if it is about one. */
export function sessionOf(payload: unknown): string | undefined {
  const { sessionId, id } = payload as { sessionId?: string; id?: string };
  return sessionId ?? id;
}
