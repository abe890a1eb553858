// Messages on their way. Each has a `clientId`, so that sending it again is harmless; one
// at a time per conversation is in flight, so that they arrive in the order they were
// written; and each is kept until the server says that it is on disk, or refuses it for good.

import { type BackoffLimits, backoffDelay } from './backoff';
import { type FrontdeskError, toFrontdeskError } from './errors';
import { randomId } from './ids';
import type { Attachment, ChatMessage } from './types';

const RETRY: BackoffLimits = { first: 1_000, most: 30_000 };
/** A fault of the server's own is tried this often, then it is the person's turn. */
const MAX_INTERNAL_FAILURES = 5;

export interface OutgoingMessage {
  readonly clientId: string;
  readonly conversationId: string;
  readonly content: string;
  readonly attachments: readonly Attachment[];
  /** When it was written, RFC 3339. */
  readonly createdAt: string;
  readonly state: 'queued' | 'sending' | 'failed';
  readonly failure: FrontdeskError | null;
}

/** Where an outbox outlives the page; the order of the messages is part of it. */
export interface OutboxStorage {
  load(): Promise<readonly StoredMessage[]>;
  save(messages: readonly StoredMessage[]): void;
}

export type StoredMessage = Omit<OutgoingMessage, 'state' | 'failure'> & { failed: boolean };

export interface OutboxOptions {
  /** Sends one; resolves when it is on the server's disk, rejects with a FrontdeskError. */
  deliver(message: OutgoingMessage): Promise<ChatMessage>;
  /** Called with the stored message, before its echo goes. */
  onDelivered(stored: ChatMessage): void;
  /** Called after every change; null when it concerns more than one conversation. */
  onChange(conversationId: string | null): void;
  /** Whether the conversation's messages may go out now; call `flush` when that changes. */
  canDeliver(conversationId: string): boolean;
  storage?: OutboxStorage;
}

/** How one conversation's sending stands. */
interface Lane {
  sending: boolean;
  failures: number;
  timer: ReturnType<typeof setTimeout> | null;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #lanes = new Map<string, Lane>();
  #messages: readonly OutgoingMessage[] = [];
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    options.storage?.load().then((stored) => this.#restore(stored));
  }

  /** The conversation's messages that the server has not confirmed, in order. */
  pending(conversationId: string): readonly OutgoingMessage[] {
    return this.#messages.filter((message) => message.conversationId === conversationId);
  }

  /** The conversations that have something here. */
  conversations(): string[] {
    return [...new Set(this.#messages.map((message) => message.conversationId))];
  }

  /** Takes a message in and sends it as soon as its turn comes. */
  add(
    conversationId: string,
    content: string,
    attachments: readonly Attachment[] = [],
  ): OutgoingMessage {
    const message: OutgoingMessage = {
      clientId: randomId(),
      conversationId,
      content,
      attachments,
      createdAt: new Date().toISOString(),
      state: 'queued',
      failure: null,
    };
    this.#set([...this.#messages, message], conversationId);
    this.#pump(conversationId);
    return message;
  }

  /** Tries a failed message again, at its old place. */
  retry(clientId: string): void {
    const message = this.#find(clientId);
    if (message?.state !== 'failed') return;
    this.#change(clientId, { state: 'queued', failure: null });
    this.#pump(message.conversationId);
  }

  /** Drops a message that has failed or is still waiting; one in flight can't be called back. */
  discard(clientId: string): void {
    if (this.#find(clientId)?.state === 'sending') return;
    this.confirm(clientId);
  }

  /** Takes a message out that has reached the server by another way. */
  confirm(clientId: string): void {
    const confirmed = this.#find(clientId);
    if (!confirmed) return;
    this.#set(
      this.#messages.filter((message) => message.clientId !== clientId),
      confirmed.conversationId,
    );
  }

  /** Marks a message as refused. */
  fail(clientId: string, failure: FrontdeskError): void {
    this.#change(clientId, { state: 'failed', failure });
  }

  /** Gives a conversation's messages to another one, which they follow in order. */
  move(from: string, to: string): void {
    if (this.pending(from).length === 0) return;
    this.#set(
      this.#messages.map((message) =>
        message.conversationId === from ? { ...message, conversationId: to } : message,
      ),
      null,
    );
    this.#pump(to);
  }

  /** Sends whatever may go out now: call it when the line is up again. */
  flush(): void {
    for (const conversationId of this.conversations()) this.#pump(conversationId);
  }

  /** Forgets everything that was not sent. */
  clear(): void {
    for (const lane of this.#lanes.values()) stop(lane);
    this.#lanes.clear();
    this.#set([], null);
  }

  close(): void {
    this.#closed = true;
    for (const lane of this.#lanes.values()) stop(lane);
  }

  #pump(conversationId: string): void {
    const lane = this.#lane(conversationId);
    if (this.#closed || lane.sending || lane.timer !== null) return;
    if (!this.#options.canDeliver(conversationId)) return;
    const next = this.pending(conversationId).find((message) => message.state === 'queued');
    if (next) void this.#send(next, lane);
  }

  async #send(message: OutgoingMessage, lane: Lane): Promise<void> {
    const { clientId, conversationId } = message;
    lane.sending = true;
    this.#change(clientId, { state: 'sending', failure: null });
    try {
      const stored = await this.#options.deliver(message);
      lane.failures = 0;
      // It may have been cleared away meanwhile, with the person it belonged to.
      if (this.#find(clientId)) {
        this.#options.onDelivered(stored);
        this.confirm(clientId);
      }
    } catch (thrown) {
      this.#failed(message, lane, toFrontdeskError(thrown));
    } finally {
      lane.sending = false;
    }
    this.#pump(conversationId);
  }

  #failed(message: OutgoingMessage, lane: Lane, error: FrontdeskError): void {
    const { clientId, conversationId } = message;
    lane.failures += 1;
    const hopeless = error.code === 'internal' && lane.failures >= MAX_INTERNAL_FAILURES;
    if (!error.isTransient || hopeless) {
      lane.failures = 0;
      this.#change(clientId, { state: 'failed', failure: error });
      return;
    }
    this.#change(clientId, { state: 'queued', failure: null });
    // Without a line the next connection flushes.
    if (error.code === 'offline' && !this.#options.canDeliver(conversationId)) return;
    this.#wait(conversationId, lane, error.retryAfter);
  }

  #wait(conversationId: string, lane: Lane, retryAfter: number | null): void {
    if (this.#closed || lane.timer !== null) return;
    const delay = retryAfter !== null ? retryAfter * 1_000 : backoffDelay(lane.failures - 1, RETRY);
    lane.timer = setTimeout(() => {
      lane.timer = null;
      this.#pump(conversationId);
    }, delay);
  }

  #lane(conversationId: string): Lane {
    let lane = this.#lanes.get(conversationId);
    if (!lane) {
      lane = { sending: false, failures: 0, timer: null };
      this.#lanes.set(conversationId, lane);
    }
    return lane;
  }

  #find(clientId: string): OutgoingMessage | undefined {
    return this.#messages.find((message) => message.clientId === clientId);
  }

  #change(clientId: string, change: Partial<OutgoingMessage>): void {
    const changed = this.#find(clientId);
    if (!changed) return;
    this.#set(
      this.#messages.map((message) =>
        message.clientId === clientId ? { ...message, ...change } : message,
      ),
      changed.conversationId,
    );
  }

  #set(messages: readonly OutgoingMessage[], conversationId: string | null): void {
    this.#messages = messages;
    this.#options.storage?.save(
      messages.map(({ state, failure: _failure, ...rest }) => ({
        ...rest,
        failed: state === 'failed',
      })),
    );
    this.#options.onChange(conversationId);
  }

  #restore(stored: readonly StoredMessage[]): void {
    if (this.#closed || stored.length === 0) return;
    const known = new Set(this.#messages.map((message) => message.clientId));
    const restored = stored
      .filter(({ clientId }) => !known.has(clientId))
      .map(
        ({ failed, ...rest }): OutgoingMessage => ({
          ...rest,
          state: failed ? 'failed' : 'queued',
          failure: null,
        }),
      );
    this.#set([...restored, ...this.#messages], null);
    this.flush();
  }
}

function stop(lane: Lane): void {
  if (lane.timer !== null) clearTimeout(lane.timer);
  lane.timer = null;
}
