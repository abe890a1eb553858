/**
 * The lines between the messages: who joined, who left. The client tells only how things are now;
 * here the changes are remembered with the place in the log where they happened.
 */

import type { LiveChatStatus } from '@frontdesk/client';
import { useEffect, useRef, useState } from 'react';
import { t as talk } from './talk/locales';

export interface ChatEvent {
  id: string;
  /** It happened after the message with this `seq`. */
  afterSeq: number;
  time: string;
  text: string;
}

export interface ChatMoment {
  sessionId: string | null;
  status: LiveChatStatus;
  agentName: string | null;
}

/**
 * What to say about the change from one moment to the next; null if nothing.
 *
 * @param isNew the log has no more than the first message
 */
export function eventBetween(before: ChatMoment, now: ChatMoment, isNew = false): string | null {
  // Begun here: an agent may be there before it is known that the chat waits.
  const isBegun = before.sessionId === null && before.status === 'starting' && isNew;
  const isSame = before.sessionId === now.sessionId && before.status !== 'starting';
  // Another chat, or one that is just being found again: its past is not news.
  if (!isBegun && !isSame) return null;
  if (now.status === 'closed') return before.status === 'closed' ? null : talk.chatHasEnded;
  if (now.agentName && now.agentName !== before.agentName) return talk.hasJoined(now.agentName);
  if (before.agentName && !now.agentName) {
    return talk.hadToLeave(before.agentName);
  }
  return null;
}

export function useChatEvents(moment: ChatMoment, lastSeq: number): readonly ChatEvent[] {
  const [events, setEvents] = useState<ChatEvent[]>([]);
  const before = useRef(moment);
  const { sessionId, status, agentName } = moment;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `lastSeq` is read when something changes
  useEffect(() => {
    const now = { sessionId, status, agentName };
    const text = eventBetween(before.current, now, lastSeq <= 1);
    const isOther = before.current.sessionId !== sessionId;
    before.current = now;
    if (!text) {
      if (isOther) setEvents([]);
      return;
    }
    const event = {
      id: crypto.randomUUID(),
      afterSeq: lastSeq,
      time: new Date().toISOString(),
      text,
    };
    setEvents((list) => (isOther ? [event] : [...list, event]));
  }, [sessionId, status, agentName]);
  return events;
}

/** Messages (in order, unsent ones last) with the events at their places. */
export function interleave<Message extends { seq: number | null }>(
  messages: readonly Message[],
  events: readonly ChatEvent[],
): (Message | ChatEvent)[] {
  const result: (Message | ChatEvent)[] = [];
  let next = 0;
  for (const message of messages) {
    for (
      let event = events[next];
      event && (message.seq === null || event.afterSeq < message.seq);
      event = events[next]
    ) {
      result.push(event);
      next += 1;
    }
    result.push(message);
  }
  return [...result, ...events.slice(next)];
}
