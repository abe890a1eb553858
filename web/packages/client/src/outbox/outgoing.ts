// A message on its way, as it is shown, kept and told to other tabs.

import { FrontdeskError } from '../errors';
import type { Attachment, ChatMessage } from '../types';

/**
 * - `queued`: waits for its turn, or for a line.
 * - `sending`: under way; unknown whether it has arrived.
 * - `held`: on the server's disk, where a person looks at it before anybody else sees it.
 * - `failed`: refused for good; `failure` says why.
 */
export type OutgoingState = 'queued' | 'sending' | 'held' | 'failed';

export interface OutgoingMessage {
  readonly clientId: string;
  readonly conversationId: string;
  readonly content: string;
  readonly attachments: readonly Attachment[];
  /** When it was written, RFC 3339. */
  readonly createdAt: string;
  readonly state: OutgoingState;
  readonly failure: FrontdeskError | null;
  /** It is in memory alone (storage is missing, broken or full): a reload would lose it. */
  readonly unsaved: boolean;
}

/** A message as it is kept. What is under way is kept as `queued`. */
export interface StoredMessage {
  readonly clientId: string;
  readonly conversationId: string;
  readonly content: string;
  readonly attachments: readonly Attachment[];
  readonly createdAt: string;
  readonly state: 'queued' | 'held' | 'failed';
  readonly failure: { code: string; message: string } | null;
}

/** What became of a message that was sent: it is in the conversation, or held for review. */
export type Delivery = { stored: ChatMessage } | { held: string };

export function toStored(message: OutgoingMessage): StoredMessage {
  const { state, failure, unsaved: _unsaved, ...rest } = message;
  return {
    ...rest,
    state: state === 'sending' ? 'queued' : state,
    failure: failure && { code: failure.code, message: failure.message },
  };
}

export function ofStoredMessage(stored: StoredMessage): OutgoingMessage {
  const failure = stored.failure && new FrontdeskError(stored.failure);
  return { ...stored, failure, unsaved: false };
}
