// Sends what an outbox holds: one message at a time per conversation, so that they arrive in the
// order they were written. What stays, is kept and is shown is the outbox's.

import { type FrontdeskError, toFrontdeskError } from '../errors';
import type { ChatMessage } from '../types';
import { Lane } from './lane';
import type { Delivery, OutgoingMessage } from './outgoing';

/** A fault of the server's own is tried this often, then it is the person's turn. */
const MAX_INTERNAL_FAILURES = 5;

export interface CourierOptions {
  deliver(message: OutgoingMessage): Promise<Delivery>;
  /** Whether this tab may send the conversation's messages now. */
  maySend(conversationId: string): boolean;
  /** Whether there is a line for the conversation's messages. */
  hasLine(conversationId: string): boolean;
  /** The conversation's messages, in order. */
  pending(conversationId: string): readonly OutgoingMessage[];
  /** It is being written to the storage: kept first, then sent. */
  isSaving(clientId: string): boolean;
  /** It goes out now, or waits again. */
  onState(clientId: string, state: 'sending' | 'queued'): void;
  onDelivered(clientId: string, stored: ChatMessage): void;
  /** Somebody looks at it before anybody else sees it. */
  onHeld(clientId: string): void;
  /** Refused for good. */
  onFailed(clientId: string, error: FrontdeskError): void;
}

export class Courier {
  readonly #options: CourierOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Ids of held messages whose fate is to be asked. */
  readonly #inDoubt = new Set<string>();
  /** Grows with every end: answers of before are out of date. */
  #generation = 0;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Sends the conversation's next message, if one may go out now. */
  pump(conversationId: string): void {
    const lane = this.#lane(conversationId);
    const { maySend, hasLine, pending, isSaving } = this.#options;
    if (lane.isBusy || !maySend(conversationId) || !hasLine(conversationId)) return;
    const next = pending(conversationId).find(
      ({ state, clientId }) => state === 'queued' || this.#inDoubt.has(clientId),
    );
    if (next && !isSaving(next.clientId)) void this.#send(next, lane);
  }

  /** A message of the conversation is under way from here. */
  isSending(conversationId: string): boolean {
    return this.#lanes.get(conversationId)?.isSending ?? false;
  }

  /** The server is asked what became of a held message. */
  doubt(clientId: string): void {
    this.#inDoubt.add(clientId);
  }

  /** There is a new line: only what the server has asked for is waited for. */
  hurry(): void {
    for (const lane of this.#lanes.values()) lane.hurry();
  }

  /** What is under way is nobody's concern any more; what comes next begins anew. */
  stop(): void {
    this.#generation += 1;
    for (const lane of this.#lanes.values()) lane.stop();
    this.#lanes.clear();
    this.#inDoubt.clear();
  }

  async #send(message: OutgoingMessage, lane: Lane): Promise<void> {
    const { clientId, conversationId, state } = message;
    const { deliver, onState, onHeld, onDelivered } = this.#options;
    const generation = this.#generation;
    lane.isSending = true;
    this.#inDoubt.delete(clientId);
    if (state !== 'held') onState(clientId, 'sending');
    try {
      const delivery = await deliver(message);
      if (generation !== this.#generation) return;
      lane.failures = 0;
      if ('held' in delivery) onHeld(clientId);
      else onDelivered(clientId, delivery.stored);
    } catch (thrown) {
      if (generation === this.#generation) this.#failed(message, lane, toFrontdeskError(thrown));
    } finally {
      lane.isSending = false;
    }
    if (generation === this.#generation) this.pump(conversationId);
  }

  #failed(message: OutgoingMessage, lane: Lane, error: FrontdeskError): void {
    const { clientId, conversationId, state } = message;
    const { onState, onFailed, hasLine } = this.#options;
    lane.failures += 1;
    const hopeless = error.code === 'internal' && lane.failures >= MAX_INTERNAL_FAILURES;
    if (!error.isTransient || hopeless) {
      lane.failures = 0;
      onFailed(clientId, error);
      return;
    }
    if (state === 'held') this.#inDoubt.add(clientId);
    else onState(clientId, 'queued');
    // Without a line the next connection flushes.
    if (error.code === 'offline' && !hasLine(conversationId)) return;
    lane.wait(error.retryAfter, () => this.pump(conversationId));
  }

  #lane(conversationId: string): Lane {
    let lane = this.#lanes.get(conversationId);
    if (!lane) {
      lane = new Lane();
      this.#lanes.set(conversationId, lane);
    }
    return lane;
  }
}
