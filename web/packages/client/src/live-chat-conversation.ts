// The messages of a customer's chat: what the server has stored, what is on its way, what failed
// in chats that are over, and how far both sides have received and read. Which chat it is, and how
// it stands, is `LiveChatSession`'s.

import { refusal } from './errors';
import { History, type SyncAnswer } from './history';
import { Listeners } from './listeners';
import { type ChatUserChannel, type LiveChatSnapshot, UNSTARTED } from './live-chat-state';
import { deliver } from './outbox/delivery';
import type { OutboxHome } from './outbox/home';
import { Outbox } from './outbox/outbox';
import type { OutgoingMessage } from './outbox/outgoing';
import { type BothReceipts, DeliveryReporter, receiptsOf, withReceipt } from './receipts';
import { NO_RECEIPTS, type ThreadMessage, threadView } from './thread';
import type { ChatMessage, ChatSession, Sender } from './types';

/** What of the snapshot is made here. */
export type ConversationPart = Pick<
  LiveChatSnapshot,
  'messages' | 'stranded' | 'agentDeliveredSeq' | 'agentReadSeq' | 'unread'
>;

export interface ConversationOptions {
  channel: ChatUserChannel;
  outboxHome?: OutboxHome | Promise<OutboxHome>;
  /** The chat that is shown. */
  sessionId(): string | null;
  isOnline(): boolean;
  fetch(sessionId: string, after: number): Promise<SyncAnswer>;
  onChange(part: ConversationPart): void;
  /** Unsent messages of an earlier page have come back. */
  onRestored(): void;
}

const NOTHING: readonly ThreadMessage[] = [];

export class LiveChatConversation {
  readonly outbox: Outbox;
  readonly #options: ConversationOptions;
  readonly #reporter: DeliveryReporter;
  /** New messages of an agent. */
  readonly arrivals = new Listeners<ChatMessage>();
  #history: History | null = null;
  #receipts: BothReceipts = NO_RECEIPTS;

  constructor(options: ConversationOptions) {
    this.#options = options;
    const { channel } = options;
    this.#reporter = new DeliveryReporter((sessionId, seq) => this.#sayDelivered(sessionId, seq));
    this.outbox = new Outbox({
      deliver: (message) => deliver(channel, message),
      onDelivered: (stored) => this.#onStored(stored),
      onChange: () => this.render(),
      onRestored: options.onRestored,
      canDeliver: (id) => id !== UNSTARTED && options.isOnline(),
      home: options.outboxHome,
    });
    channel.on('message-refused', (refused) =>
      this.outbox.fail(refused.clientId, refusal(refused)),
    );
  }

  /** Begins with another chat. */
  enter(sessionId: string): void {
    this.leave();
    this.#history = new History({
      fetch: (after) => this.#options.fetch(sessionId, after),
      onChange: () => this.render(),
    });
  }

  leave(): void {
    this.#history?.close();
    this.#history = null;
    this.#receipts = NO_RECEIPTS;
    this.#reporter.close();
  }

  close(): void {
    this.outbox.close();
    this.#history?.close();
    this.#reporter.close();
  }

  /** Takes messages in; a gap that they show is filled by itself. */
  add(messages: readonly ChatMessage[]): void {
    this.#history?.add(messages);
  }

  /** Fetches what is missing; fails with what the server says. */
  async catchUp(): Promise<void> {
    await this.#history?.catchUp();
  }

  /** A message that the server tells. */
  hear(message: ChatMessage): void {
    const isNew = message.seq > (this.#history?.lastSeq ?? 0);
    this.add([message]);
    if (message.clientId) this.outbox.confirm(message.clientId);
    if (isNew && message.sender === 'agent') this.arrivals.tell(message);
  }

  /** What the server says of the session as a whole. */
  hearSession(session: ChatSession): void {
    this.#setReceipts(receiptsOf(session, this.#receipts));
  }

  /** How far a side has received or read. */
  hearReceipt(by: Sender, receipt: { delivered?: number; read?: number }): void {
    this.#setReceipts(withReceipt(this.#receipts, by, receipt));
  }

  /** On a new line: a receipt that was told over the last one may be lost. */
  forgetReported(sessionId: string): void {
    this.#reporter.forget(sessionId);
  }

  /** Everything of the agent's that is shown has been read. */
  markRead(sessionId: string, read: number): void {
    const before = this.#receipts;
    if (!this.#options.isOnline() || read <= before.user.read) return;
    this.hearReceipt('user', { read });
    this.#reporter.known(sessionId, read);
    this.#options.channel.request('read', { sessionId, seq: read }).catch(() => {
      // Unless more has been read since: it is told again with the next look.
      if (this.#receipts.user.read === read)
        this.#setReceipts({ ...this.#receipts, user: before.user });
    });
  }

  render(): void {
    const sessionId = this.#options.sessionId();
    const outgoing = [
      ...(sessionId ? this.outbox.pending(sessionId) : []),
      ...this.outbox.pending(UNSTARTED),
    ];
    const stranded = this.#stranded(sessionId);
    const stored = this.#history?.timeline.messages ?? [];
    const { agent, user } = this.#receipts;
    this.#options.onChange({
      messages: threadView(stored, outgoing, 'user', this.#receipts),
      stranded: stranded.length === 0 ? NOTHING : threadView([], stranded, 'user'),
      agentDeliveredSeq: agent.delivered,
      agentReadSeq: agent.read,
      unread: stored.filter(({ sender, seq }) => sender === 'agent' && seq > user.read).length,
    });
    this.#reportArrivals(stored);
  }

  /** What failed in other chats than the one shown. */
  #stranded(sessionId: string | null): OutgoingMessage[] {
    return this.outbox
      .conversations()
      .filter((id) => id !== sessionId && id !== UNSTARTED)
      .flatMap((id) => this.outbox.pending(id))
      .filter(({ state }) => state === 'failed');
  }

  /** The outbox, which may belong to several tabs, has delivered. */
  #onStored(stored: ChatMessage): void {
    if (stored.sessionId === this.#options.sessionId()) this.add([stored]);
  }

  #setReceipts(receipts: BothReceipts): void {
    if (receipts === this.#receipts) return;
    this.#receipts = receipts;
    this.render();
  }

  /** What has arrived here has arrived at this person's side. */
  #reportArrivals(stored: readonly ChatMessage[]): void {
    const sessionId = this.#options.sessionId();
    const last = stored.findLast(({ sender }) => sender === 'agent')?.seq ?? 0;
    if (sessionId && last > this.#receipts.user.delivered) this.#reporter.arrived(sessionId, last);
  }

  #sayDelivered(sessionId: string, seq: number): void {
    // Of several tabs one tells it.
    if (!this.outbox.isSender || sessionId !== this.#options.sessionId()) return;
    if (seq <= this.#receipts.user.delivered) return;
    this.#options.channel
      .request('delivered', { sessionId, seq })
      .catch(() => this.#reporter.forget(sessionId));
  }
}
