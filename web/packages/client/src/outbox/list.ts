// The messages of an outbox as a list in the order of writing. Pure.

import { type OutgoingMessage, ofStoredMessage, type StoredMessage } from './outgoing';

type Messages = readonly OutgoingMessage[];

export function charsOf(messages: Messages): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

/** With these at the place of those with their `clientId`, or at the end. */
export function replaced(messages: Messages, changes: Messages): OutgoingMessage[] {
  const changed = new Map(changes.map((message) => [message.clientId, message]));
  const known = messages.map((message) => changed.get(message.clientId) ?? message);
  const present = new Set(known.map(({ clientId }) => clientId));
  return [...known, ...changes.filter(({ clientId }) => !present.has(clientId))];
}

/**
 * What is kept comes first and in its order. Of what is not kept, that stays which is under way
 * or could not be kept; the rest has gone by another tab's doing.
 */
export function restored(
  messages: Messages,
  kept: readonly StoredMessage[],
  isUnderWay: (message: OutgoingMessage) => boolean,
): OutgoingMessage[] {
  const underWay = new Map(messages.filter(isUnderWay).map((one) => [one.clientId, one]));
  const known = new Set(kept.map(({ clientId }) => clientId));
  return [
    ...kept.map((one) => underWay.get(one.clientId) ?? ofStoredMessage(one)),
    ...messages.filter((one) => !known.has(one.clientId) && (one.unsaved || isUnderWay(one))),
  ];
}

/** The one conversation that all of them belong to, if it is one. */
export function concerned(messages: Messages): string | null {
  const [first, ...rest] = messages;
  const isOne = first && rest.every((other) => other.conversationId === first.conversationId);
  return isOne ? first.conversationId : null;
}
