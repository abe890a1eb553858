// What is around an agent: colleagues, the customers of held chats, who else looks at a
// conversation, and how much waits for review. A state that events change, as the queue is.

import type { AgentPresence, ConversationViewer, UserPresence } from './types';

export interface AgentSurroundings {
  /** Colleagues that have been there since this desk began, with their chats and capacity. */
  readonly colleagues: readonly AgentPresence[];
  /** Who else looks at or writes in the conversations that are looked at here, by their id. */
  readonly viewers: Readonly<Record<string, readonly ConversationViewer[]>>;
  /** Whether the customers of held chats are there, by their id. */
  readonly users: Readonly<Record<string, UserPresence>>;
  /** Messages that wait for review; null until the server has told it. */
  readonly pendingReviews: number | null;
}

export const NO_SURROUNDINGS: AgentSurroundings = {
  colleagues: [],
  viewers: {},
  users: {},
  pendingReviews: null,
};

/** What an event of the namespace changes, if anything. */
export const SURROUNDING_EVENTS: Record<
  string,
  // biome-ignore lint/suspicious/noExplicitAny: the payload is the event's.
  (around: AgentSurroundings, payload: any, me: string | null) => AgentSurroundings
> = {
  // All of them on connect, afterwards those that have changed.
  'agent-presence': (around, { agents }: { agents: AgentPresence[] }) => ({
    ...around,
    colleagues: [
      ...around.colleagues.filter(({ id }) => agents.every((one) => one.id !== id)),
      ...agents,
    ].sort((one, other) => one.name.localeCompare(other.name)),
  }),
  'user-presence': (around, user: UserPresence) => ({
    ...around,
    users: { ...around.users, [user.userId]: user },
  }),
  'conversation-viewers': (around, { conversationId, viewers }, me) => {
    const others = viewers.filter(({ id }: ConversationViewer) => id !== me);
    return { ...around, viewers: { ...around.viewers, [conversationId]: others } };
  },
  'review-queue': (around, { pending }) => ({ ...around, pendingReviews: pending }),
};
