// The open chats, which both kinds of store keep in memory.

import { randomUUID } from 'node:crypto';

export class Sessions {
  #byId = new Map();
  #openOf = new Map();

  /** The chat with this id. */
  session(id) {
    return this.#byId.get(id);
  }

  waiting() {
    return [...this.#byId.values()]
      .filter((session) => session.status === 'waiting')
      .map(({ id, userId, createdAt }) => ({ id, userId, createdAt, messageCount: 0 }));
  }

  /** The person's open chat, or a new one. */
  openOf(userId) {
    const open = this.#openOf.get(userId);
    if (open) return { session: open, resumed: true };
    const session = {
      id: randomUUID(),
      userId,
      agentId: null,
      status: 'waiting',
      createdAt: new Date().toISOString(),
    };
    this.#byId.set(session.id, session);
    this.#openOf.set(userId, session);
    return { session, resumed: false };
  }

  close(session) {
    session.status = 'closed';
    this.#openOf.delete(session.userId);
    this.#byId.delete(session.id);
  }
}
