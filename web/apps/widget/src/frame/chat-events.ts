/**
 * The lines between the messages: who joined, who left. The client tells only how things are now;
 * here the changes are remembered with the place in the log where they happened.
 */
import type { LiveChatStatus } from '@frontdesk/client';
import { useEffect, useRef, useState } from 'react';
import type { Words } from '../i18n/words';

export interface ChatEvent {
  key: string;
  /** It happened after the message with this `seq`. */
  afterSeq: number;
  time: string;
  event: string;
}

export interface ChatMoment {
  sessionId: string | null;
  status: LiveChatStatus;
  agentName: string | null;
}

/** What to say about the change from one moment to the next; null if nothing. */
export function eventBetween(
  words: Words,
  before: ChatMoment,
  now: ChatMoment,
  isNew = false,
): string | null {
  // Begun here: an agent may be there before it is known that the chat waits.
  const isBegun = before.sessionId === null && before.status === 'starting' && isNew;
  const isSame = before.sessionId === now.sessionId && before.status !== 'starting';
  // Another chat, or one that is just being found again: its past is not news.
  if (!isBegun && !isSame) return null;
  if (now.status === 'closed') return before.status === 'closed' ? null : words.hasEnded;
  if (now.agentName && now.agentName !== before.agentName) return words.joined(now.agentName);
  return before.agentName && !now.agentName ? words.hadToLeave(before.agentName) : null;
}

/** The same on whatever screen it is asked for; what happened while it was shown nowhere is not told. */
export function useChatEvents(
  words: Words,
  moment: ChatMoment,
  lastSeq: number,
): readonly ChatEvent[] {
  const [events, setEvents] = useState<ChatEvent[]>([]);
  const before = useRef(moment);
  const { sessionId, status, agentName } = moment;
  useEffect(() => {
    const now = { sessionId, status, agentName };
    const text = eventBetween(words, before.current, now, lastSeq <= 1);
    const isOther = before.current.sessionId !== sessionId;
    before.current = now;
    if (!text) {
      if (isOther) setEvents([]);
      return;
    }
    const event: ChatEvent = {
      key: crypto.randomUUID(),
      afterSeq: lastSeq,
      time: new Date().toISOString(),
      event: text,
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
  const rest = [...events];
  for (const message of messages) {
    while (rest[0] && (message.seq === null || rest[0].afterSeq < message.seq)) {
      result.push(rest.shift() as ChatEvent);
    }
    result.push(message);
  }
  return [...result, ...rest];
}
