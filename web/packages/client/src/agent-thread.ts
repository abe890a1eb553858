// One conversation as an agent has it open: its history, and what the customer does.

import { History, type SyncAnswer } from './history';
import type { OutgoingMessage } from './outbox/outgoing';
import { type BothReceipts, receiptsOf, withReceipt } from './receipts';
import { NO_RECEIPTS, type Receipts, type ThreadMessage, threadView } from './thread';
import type { ChatMessage, ChatSession, Sender } from './types';
import { TypingIndicator, TypingSender } from './typing';

/** What a view shows of it. */
export interface AgentThread {
  readonly sessionId: string;
  /** Null until the server has told it. */
  readonly session: ChatSession | null;
  readonly messages: readonly ThreadMessage[];
  readonly userTyping: boolean;
  /** The last `seq` that a device of the customer's has; 0 for none. */
  readonly userDeliveredSeq: number;
  /** The last `seq` that the customer has read; 0 for none. */
  readonly userReadSeq: number;
  /** Messages of the customer that no agent has read. */
  readonly unread: number;
  /** Why the chat was handed on, when it was. */
  readonly note: string | null;
  /** The history is being fetched. */
  readonly loading: boolean;
}

export interface AgentThreadOptions {
  fetch(after: number): Promise<SyncAnswer>;
  sayTyping(isTyping: boolean): void;
  outgoing(): readonly OutgoingMessage[];
  onChange(): void;
}

type Own = Pick<AgentThread, 'session' | 'userTyping' | 'note' | 'loading'>;

export class AgentThreadKeeper {
  readonly sessionId: string;
  readonly typing: TypingSender;
  readonly #options: AgentThreadOptions;
  readonly #history: History;
  readonly #userTyping: TypingIndicator;
  #own: Own = { session: null, userTyping: false, note: null, loading: false };
  #receipts: BothReceipts = NO_RECEIPTS;

  constructor(sessionId: string, options: AgentThreadOptions) {
    this.sessionId = sessionId;
    this.#options = options;
    this.#history = new History({ fetch: options.fetch, onChange: options.onChange });
    this.typing = new TypingSender(options.sayTyping);
    this.#userTyping = new TypingIndicator((userTyping) => this.#change({ userTyping }));
  }

  view(): AgentThread {
    const stored = this.#history.timeline.messages;
    const { user, agent } = this.#receipts;
    return {
      sessionId: this.sessionId,
      ...this.#own,
      userDeliveredSeq: user.delivered,
      userReadSeq: user.read,
      messages: threadView(stored, this.#options.outgoing(), 'agent', this.#receipts),
      unread: stored.filter(({ sender, seq }) => sender === 'user' && seq > agent.read).length,
    };
  }

  /** Takes messages in, and says which of them are new here. */
  add(messages: readonly ChatMessage[]): ChatMessage[] {
    const known = new Set(this.#history.timeline.messages.map((message) => message.seq));
    if (messages.some((message) => message.sender === 'user')) this.#userTyping.set(false);
    this.#history.add(messages);
    return messages.filter((message) => !known.has(message.seq));
  }

  /** What the server says of the session; messages that it counts and are missing are fetched. */
  setSession(session: ChatSession): void {
    this.#setReceipts(receiptsOf(session, this.#receipts));
    this.#change({ session });
    this.#history.add([], session.messageCount);
  }

  /** The chat is over. */
  setClosed(): void {
    this.typing.reset();
    this.#userTyping.set(false);
    const { session } = this.#own;
    if (session) this.#change({ session: { ...session, status: 'closed' } });
  }

  setNote(note: string | null): void {
    this.#change({ note });
  }

  setUserTyping(isTyping: boolean): void {
    this.#userTyping.set(isTyping);
  }

  /** How far a side has received or read. */
  setReceipt(by: Sender, receipt: Partial<Receipts>): void {
    this.#setReceipts(withReceipt(this.#receipts, by, receipt));
  }

  /** The last message of the customer that is here and that no agent's device had before. */
  get undelivered(): number | null {
    const last = this.#history.timeline.messages.findLast(({ sender }) => sender === 'user');
    return last && last.seq > this.#receipts.agent.delivered ? last.seq : null;
  }

  /** Marks everything as read, and gives the `seq` to tell the server; null when there is none. */
  markRead(): number | null {
    const last = this.#history.timeline.messages.findLast(({ sender }) => sender === 'user');
    if (!last || last.seq <= this.#receipts.agent.read) return null;
    this.setReceipt('agent', { read: last.seq });
    return last.seq;
  }

  /** Fetches what is missing; fails with what the server says. */
  async catchUp(): Promise<void> {
    this.#change({ loading: true });
    try {
      await this.#history.catchUp();
    } finally {
      this.#change({ loading: false });
    }
  }

  close(): void {
    this.#history.close();
    this.typing.reset();
    this.#userTyping.set(false);
  }

  #setReceipts(receipts: BothReceipts): void {
    if (receipts === this.#receipts) return;
    this.#receipts = receipts;
    this.#options.onChange();
  }

  #change(change: Partial<Own>): void {
    const names = Object.keys(change) as (keyof Own)[];
    if (names.every((name) => Object.is(this.#own[name], change[name]))) return;
    this.#own = { ...this.#own, ...change };
    this.#options.onChange();
  }
}
