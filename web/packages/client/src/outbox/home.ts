// Where a person's outbox lives: what keeps it, and who else in this browser shares it.

import { FrontdeskError } from '../errors';
import type { ChatMessage } from '../types';
import type { OutgoingMessage, OutgoingState, StoredMessage } from './outgoing';
import type { OutboxStorage } from './storage';

/** A message as tabs tell it to one another. */
export type SharedMessage = Omit<StoredMessage, 'state'> & {
  state: OutgoingState;
  unsaved: boolean;
};

export function toShared({ failure, ...rest }: OutgoingMessage): SharedMessage {
  return { ...rest, failure: failure && { code: failure.code, message: failure.message } };
}

export function ofShared({ failure, ...rest }: SharedMessage): OutgoingMessage {
  return { ...rest, failure: failure && new FrontdeskError(failure) };
}

/** What one tab tells the others about the outbox they share. */
export type OutboxChange =
  | { kind: 'put'; messages: readonly SharedMessage[] }
  | { kind: 'gone'; clientIds: readonly string[] }
  | { kind: 'delivered'; clientId: string; stored: ChatMessage };

export interface OutboxListener {
  onChange(change: OutboxChange): void;
  /** From now on it is this tab that sends. */
  onSender(): void;
  /** Changes may have been missed. */
  onReturn(): void;
}

/** This tab's place among those that share an outbox. */
export interface OutboxMembership {
  /** One tab sends for all of them, so that order is kept. */
  readonly isSender: boolean;
  /** Only a tab that is connected, or about to be, may become the one that sends. */
  setActive(isActive: boolean): void;
  tell(change: OutboxChange): void;
  leave(): void;
}

export interface OutboxHome {
  /** Null: memory alone. */
  readonly storage: OutboxStorage | null;
  /** Takes part among the other tabs of the same person; null: this tab is on its own. */
  readonly join: ((listener: OutboxListener) => OutboxMembership) | null;
}

/** In memory, and for this tab alone. */
export const HOMELESS: OutboxHome = { storage: null, join: null };
