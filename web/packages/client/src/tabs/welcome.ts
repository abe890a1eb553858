// What the server told when the line was made, and what has changed since: a tab that comes
// later is told the same, as the events that would bring it there.

import { type AgentQueue, EMPTY_QUEUE, QUEUE_EVENTS } from '../agent-queue';
import type { RecordedEvent } from './messages';

/** Events of which the last one says how things stand. */
const LAST_COUNTS: Record<string, readonly string[]> = {
  '/': ['unread-count'],
  '/chat/user': ['agent-presence'],
  '/chat/agent': ['review-queue'],
};

/** Lists of which later events tell the changes, by the member of the payload and its key. */
const MERGED: Record<string, Record<string, { list: string | null; key: string }>> = {
  '/chat/agent': {
    'agent-presence': { list: 'agents', key: 'id' },
    'user-presence': { list: null, key: 'userId' },
  },
};

type Row = Record<string, unknown>;

export class Memory {
  readonly #namespace: string;
  readonly #last = new Map<string, readonly unknown[]>();
  readonly #merged = new Map<string, Map<unknown, Row>>();
  #queue: AgentQueue = EMPTY_QUEUE;
  #status: Row | null = null;

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  /** A new connection begins. */
  clear(): void {
    this.#last.clear();
    this.#merged.clear();
    this.#queue = EMPTY_QUEUE;
    this.#status = null;
  }

  hear(name: string, args: readonly unknown[]): void {
    if (LAST_COUNTS[this.#namespace]?.includes(name)) this.#last.set(name, args);
    const merged = MERGED[this.#namespace]?.[name];
    if (merged) this.#merge(name, args[0] as Row, merged);
    if (this.#namespace !== '/chat/agent') return;
    if (name === 'agent-status') this.#status = args[0] as Row;
    this.#queue = QUEUE_EVENTS[name]?.(this.#queue, args[0]) ?? this.#queue;
  }

  /** The events that lead from nothing to how things stand. */
  events(): RecordedEvent[] {
    const events: RecordedEvent[] = [];
    if (this.#namespace === '/chat/agent') {
      const { waiting, sessions, offers } = this.#queue;
      events.push(['waiting-sessions', [waiting]]);
      if (this.#status) events.push(['agent-status', [{ ...this.#status, sessions }]]);
      for (const session of waiting) {
        if (offers.includes(session.id)) events.push(['new-session', [session]]);
      }
    }
    for (const [name, rows] of this.#merged) {
      const list = MERGED[this.#namespace]?.[name]?.list;
      if (list) events.push([name, [{ [list]: [...rows.values()] }]]);
      else for (const row of rows.values()) events.push([name, [row]]);
    }
    for (const [name, args] of this.#last) events.push([name, args]);
    return events;
  }

  #merge(name: string, payload: Row, { list, key }: { list: string | null; key: string }): void {
    const rows = this.#merged.get(name) ?? new Map<unknown, Row>();
    for (const row of list ? (payload[list] as Row[]) : [payload]) rows.set(row[key], row);
    this.#merged.set(name, rows);
  }
}
