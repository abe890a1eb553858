// Messages in memory: nothing outlives the process.

import { randomUUID } from 'node:crypto';
import { Sessions } from './sessions.mjs';

export function memoryStore() {
  const sessions = new Sessions();
  return {
    session: (id) => sessions.session(id),
    waiting: () => sessions.waiting(),
    open: async (userId) => {
      const opened = sessions.openOf(userId);
      opened.session.messages ??= [];
      opened.session.byClientId ??= new Map();
      return opened;
    },
    close: (session) => sessions.close(session),
    /** Adds a message; the same clientId of the same sender gives the first one again. */
    add: async (session, fields) => {
      const key = fields.clientId && `${fields.senderId} ${fields.clientId}`;
      const first = key && session.byClientId.get(key);
      if (first) return { message: first, isNew: false };
      const message = {
        id: randomUUID(),
        sessionId: session.id,
        seq: session.messages.length + 1,
        ...fields,
        timestamp: new Date().toISOString(),
      };
      session.messages.push(message);
      if (key) session.byClientId.set(key, message);
      return { message, isNew: true };
    },
    messages: async (session, after, limit) => session.messages.slice(after, after + limit),
  };
}
