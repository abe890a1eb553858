// Messages on their way. Each has a `clientId`, so that sending it again is harmless; it is
// kept before it is sent; one at a time per conversation is in flight, so that they arrive in
// the order they were written; and each stays until the server says that it is on disk, or
// refuses it for good. Of several tabs that share an outbox, one sends.

import { FrontdeskError } from '../errors';
import { randomId } from '../ids';
import type { Attachment, ChatMessage } from '../types';
import { Courier } from './courier';
import {
  HOMELESS,
  type OutboxChange,
  type OutboxHome,
  type OutboxMembership,
  ofShared,
  toShared,
} from './home';
import { charsOf, concerned, replaced, restored } from './list';
import { type Delivery, type OutgoingMessage, type OutgoingState, toStored } from './outgoing';

/** Messages that may be unsent at a time. */
export const OUTBOX_MAX_MESSAGES = 200;
/** Characters that all of them may have together. */
export const OUTBOX_MAX_CHARS = 500_000;

export interface OutboxOptions {
  /** Sends one; resolves when it is on the server's disk, rejects with a FrontdeskError. */
  deliver(message: OutgoingMessage): Promise<Delivery>;
  /** Called with the stored message, before its echo goes. */
  onDelivered(stored: ChatMessage): void;
  /** Called after every change; null when it concerns more than one conversation. */
  onChange(conversationId: string | null): void;
  /** Called when unsent messages of an earlier page have come back. */
  onRestored?(): void;
  /** Whether the conversation's messages may go out now; call `flush` when that changes. */
  canDeliver(conversationId: string): boolean;
  /** Where it lives, once that is known; in memory when it is missing. */
  home?: OutboxHome | Promise<OutboxHome>;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #courier: Courier;
  /** Null while it isn't known where this outbox lives: nothing is sent before. */
  #home: OutboxHome | null = null;
  #membership: OutboxMembership | null = null;
  #isActive = false;
  #messages: readonly OutgoingMessage[] = [];
  /** Ids that are being written to the storage. */
  readonly #saving = new Set<string>();
  /** Ids that went: what is read or told late does not bring them back. */
  readonly #gone = new Set<string>();
  /** Grows with every change of home: answers of an older one are out of date. */
  #generation = 0;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#courier = new Courier({
      deliver: options.deliver,
      maySend: () => !this.#closed && this.isSender,
      hasLine: options.canDeliver,
      pending: (conversationId) => this.pending(conversationId),
      isSaving: (clientId) => this.#saving.has(clientId),
      onState: (clientId, state) => this.#show(clientId, state),
      onDelivered: (clientId, stored) => this.#delivered(clientId, stored),
      onHeld: (clientId) => this.#become(clientId, 'held'),
      onFailed: (clientId, error) => this.#become(clientId, 'failed', error),
    });
    const { home = HOMELESS } = options;
    if (home instanceof Promise) void home.then((known) => this.#home ?? this.settle(known));
    else this.settle(home);
  }

  /** The conversation's messages that the server has not confirmed, in order. */
  pending(conversationId: string): readonly OutgoingMessage[] {
    return this.#messages.filter((message) => message.conversationId === conversationId);
  }

  /** The conversations that have something here. */
  conversations(): string[] {
    return [...new Set(this.#messages.map((message) => message.conversationId))];
  }

  /**
   * Takes a message in and sends it as soon as its turn comes. Throws `outbox-full` when too
   * much is unsent.
   */
  add(
    conversationId: string,
    content: string,
    attachments: readonly Attachment[] = [],
  ): OutgoingMessage {
    this.#checkRoom(content);
    const message: OutgoingMessage = {
      clientId: randomId(),
      conversationId,
      content,
      attachments,
      createdAt: new Date().toISOString(),
      state: 'queued',
      failure: null,
      unsaved: !this.#home?.storage,
    };
    this.#set([...this.#messages, message], conversationId);
    this.#save([message]);
    return this.#find(message.clientId) ?? message;
  }

  /** Tries a failed message again, at its old place. */
  retry(clientId: string): void {
    if (this.#find(clientId)?.state === 'failed') this.#become(clientId, 'queued');
  }

  /** Drops a message that has failed or is still waiting; one in flight can't be called back. */
  discard(clientId: string): void {
    const state = this.#find(clientId)?.state;
    if (state === 'failed' || state === 'queued') this.confirm(clientId);
  }

  /** Takes a message out that has reached the server by another way. */
  confirm(clientId: string): void {
    if (!this.#find(clientId)) return;
    this.#remove([clientId]);
    this.#tell({ kind: 'gone', clientIds: [clientId] });
    this.#forget([clientId]);
  }

  /** Marks a message as refused. */
  fail(clientId: string, failure: FrontdeskError): void {
    this.#become(clientId, 'failed', failure);
  }

  /** Gives a conversation's messages to another one, which they follow in order. */
  move(from: string, to: string): void {
    const moved = this.pending(from).map((message) => ({ ...message, conversationId: to }));
    if (moved.length === 0) return;
    this.#replace(moved);
    this.#save(moved);
  }

  /** Gives one message to another conversation, as the last of what it has here. */
  reassign(clientId: string, to: string): void {
    const present = this.#find(clientId);
    if (!present || present.conversationId === to) return;
    const moved = { ...present, conversationId: to };
    this.#replace([moved]);
    this.#save([moved]);
  }

  /** Sends whatever may go out now: call it when the line is up again. */
  flush(): void {
    // What became of those that were held is not told to a device that was away.
    for (const { clientId, state } of this.#messages) {
      if (state === 'held') this.#courier.doubt(clientId);
    }
    this.#courier.hurry();
    this.#pumpAll();
  }

  /** Whether this tab is connected or about to be: others leave the sending to such a one. */
  setActive(isActive: boolean): void {
    this.#isActive = isActive;
    this.#membership?.setActive(isActive);
  }

  /** Whether it is this tab that sends. */
  get isSender(): boolean {
    return this.#home !== null && (this.#membership?.isSender ?? true);
  }

  /** Lives elsewhere from now on, as for another person: nothing of before stays here. */
  settle(home: OutboxHome): void {
    this.#leave();
    const unsettled = this.#home === null ? this.#messages : [];
    this.#home = home;
    this.#set(unsettled, null);
    this.#membership =
      home.join?.({
        onChange: (change) => this.#heard(change),
        onSender: () => void this.#restore(true),
        onReturn: () => void this.#restore(false),
      }) ?? null;
    this.#membership?.setActive(this.#isActive);
    this.#save(unsettled);
    void this.#restore(false);
  }

  /** Nothing of the last person stays here; what is kept, stays kept for them. */
  leave(): void {
    this.#leave();
    this.#home = HOMELESS;
    this.#set([], null);
  }

  close(): void {
    this.#closed = true;
    this.#leave();
  }

  #leave(): void {
    this.#generation += 1;
    this.#courier.stop();
    this.#saving.clear();
    this.#gone.clear();
    this.#membership?.leave();
    this.#membership = null;
  }

  #checkRoom(content: string): void {
    const hasRoom =
      this.#messages.length < OUTBOX_MAX_MESSAGES &&
      charsOf(this.#messages) + content.length <= OUTBOX_MAX_CHARS;
    if (hasRoom) return;
    throw new FrontdeskError({
      code: 'outbox-full',
      message: 'Too many messages are waiting to be sent. Wait until some have gone out.',
    });
  }

  #pumpAll(): void {
    for (const conversationId of this.conversations()) this.#courier.pump(conversationId);
  }

  #delivered(clientId: string, stored: ChatMessage): void {
    this.#options.onDelivered(stored);
    this.#tell({ kind: 'delivered', clientId, stored });
    this.#remove([clientId]);
    this.#forget([clientId]);
  }

  /** What another tab has done. */
  #heard(change: OutboxChange): void {
    if (change.kind === 'put') {
      const fresh = change.messages.filter(({ clientId }) => !this.#gone.has(clientId));
      const heard = fresh.map(ofShared);
      this.#replace(heard);
      for (const { conversationId } of heard) this.#courier.pump(conversationId);
      return;
    }
    if (change.kind === 'delivered') this.#options.onDelivered(change.stored);
    this.#remove(change.kind === 'gone' ? change.clientIds : [change.clientId]);
  }

  /** Reads what is kept. As the new sender, what another tab was sending is sent again. */
  async #restore(isNewSender: boolean): Promise<void> {
    const storage = this.#home?.storage;
    const generation = this.#generation;
    const kept = await storage?.load().catch(() => null);
    if (this.#closed || generation !== this.#generation) return;
    if (kept) {
      const present = kept.filter(({ clientId }) => !this.#gone.has(clientId));
      this.#set(restored(this.#messages, present, this.#isUnderWay), null);
    }
    if (isNewSender) {
      for (const { clientId, state, conversationId } of this.#messages) {
        if (state !== 'sending' || this.#courier.isSending(conversationId)) continue;
        this.#show(clientId, 'queued');
      }
    }
    if (kept && kept.length > 0) this.#options.onRestored?.();
    this.flush();
  }

  readonly #isUnderWay = ({ clientId, state, conversationId }: OutgoingMessage): boolean =>
    this.#saving.has(clientId) || (state === 'sending' && this.#courier.isSending(conversationId));

  #find(clientId: string): OutgoingMessage | undefined {
    return this.#messages.find((message) => message.clientId === clientId);
  }

  /** Changes a state for good: it is kept, and goes on from there. */
  #become(clientId: string, state: OutgoingState, failure: FrontdeskError | null = null): void {
    const present = this.#find(clientId);
    if (!present || this.#closed) return;
    const changed = { ...present, state, failure };
    this.#replace([changed]);
    this.#save([changed]);
  }

  /** Changes a state that does not outlive the page. */
  #show(clientId: string, state: 'queued' | 'sending'): void {
    const present = this.#find(clientId);
    if (!present) return;
    const changed = { ...present, state, failure: null };
    this.#replace([changed]);
    this.#tell({ kind: 'put', messages: [toShared(changed)] });
  }

  /** Keeps messages, then tells the other tabs and sends. Without storage that is at once. */
  #save(messages: readonly OutgoingMessage[]): void {
    if (messages.length === 0) return;
    const storage = this.#home?.storage;
    const generation = this.#generation;
    const saved = (unsaved: boolean) => {
      if (generation !== this.#generation) return;
      for (const { clientId } of messages) this.#saving.delete(clientId);
      const present = messages.flatMap(({ clientId }) => this.#find(clientId) ?? []);
      const changed = present.map((message) => ({ ...message, unsaved }));
      this.#replace(changed);
      this.#tell({ kind: 'put', messages: changed.map(toShared) });
      for (const { conversationId } of present) this.#courier.pump(conversationId);
    };
    if (!storage) {
      saved(true);
      return;
    }
    for (const { clientId } of messages) this.#saving.add(clientId);
    storage.put(messages.map(toStored)).then(
      () => saved(false),
      // Full, broken or forbidden: it goes out from memory, and says that it is only there.
      () => saved(true),
    );
  }

  #forget(clientIds: readonly string[]): void {
    // What can't be removed is sent once more after a reload, which is harmless.
    this.#home?.storage?.remove(clientIds).catch(() => {});
  }

  #tell(change: OutboxChange): void {
    this.#membership?.tell(change);
  }

  #remove(clientIds: readonly string[]): void {
    for (const clientId of clientIds) this.#gone.add(clientId);
    const gone = this.#messages.filter(({ clientId }) => clientIds.includes(clientId));
    if (gone.length === 0) return;
    this.#set(
      this.#messages.filter((message) => !gone.includes(message)),
      concerned(gone),
    );
  }

  /** Puts messages at the place of those with their `clientId`, or at the end. */
  #replace(messages: readonly OutgoingMessage[]): void {
    this.#set(replaced(this.#messages, messages), concerned(messages));
  }

  #set(messages: readonly OutgoingMessage[], conversationId: string | null): void {
    if (messages.length === 0 && this.#messages.length === 0) return;
    this.#messages = messages;
    if (!this.#closed) this.#options.onChange(conversationId);
  }
}
