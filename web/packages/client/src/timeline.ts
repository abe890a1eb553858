// The messages of one conversation that the server has stored, merged from every way they
// come by (events, acknowledgements, `sync`), in whatever order and however often. Pure:
// no socket, no clock. Own messages on their way are the outbox's.

import type { ChatMessage } from './types';

/** Immutable. `seq` is 1, 2, 3 … without gaps, so what is missing can be told. */
export interface Timeline {
  /** Sorted by `seq`, each once. */
  readonly messages: readonly ChatMessage[];
  /** The server's last `seq` as far as it is known; more than the last message's while some are missing. */
  readonly head: number;
}

export const EMPTY_TIMELINE: Timeline = { messages: [], head: 0 };

/**
 * Takes more messages in. `head` is a `seq` that the server is known to have reached. The
 * same timeline comes back when nothing is new.
 */
export function merge(
  timeline: Timeline,
  incoming: readonly ChatMessage[],
  head: number = 0,
): Timeline {
  const known = new Set(timeline.messages.map((message) => message.seq));
  const fresh: ChatMessage[] = [];
  for (const message of incoming) {
    if (known.has(message.seq)) continue;
    known.add(message.seq);
    fresh.push(message);
  }
  const messages =
    fresh.length === 0
      ? timeline.messages
      : [...timeline.messages, ...fresh].sort((left, right) => left.seq - right.seq);
  const last = Math.max(timeline.head, head, messages.at(-1)?.seq ?? 0);
  if (messages === timeline.messages && last === timeline.head) return timeline;
  return { messages, head: last };
}

/** The last `seq` up to which nothing is missing; 0 when the first message is. */
export function contiguousEnd(timeline: Timeline): number {
  const { messages } = timeline;
  // Without a gap the last message says it all.
  const last = messages.at(-1)?.seq ?? 0;
  if (last === messages.length) return last;
  let end = 0;
  for (const message of messages) {
    if (message.seq !== end + 1) break;
    end = message.seq;
  }
  return end;
}

/** The `seq` after which to ask the server, or null when nothing is known to be missing. */
export function missingAfter(timeline: Timeline): number | null {
  const end = contiguousEnd(timeline);
  return end < timeline.head ? end : null;
}
