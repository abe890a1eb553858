// The outbox apart from the rest, for those who build a chat of their own on it.

export { HOMELESS, type OutboxHome } from './home';
export { OUTBOX_MAX_CHARS, OUTBOX_MAX_MESSAGES, Outbox } from './outbox';
export type { OutgoingMessage, OutgoingState, StoredMessage } from './outgoing';
export { indexedDbStorage, type OutboxStorage } from './storage';
