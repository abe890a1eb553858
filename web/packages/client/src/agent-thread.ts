// One conversation as an agent has it open: its history, and what the customer does.

import { History, type SyncAnswer } from './history';
import type { OutgoingMessage } from './outbox';
import { type ThreadMessage, threadView } from './thread';
import type { ChatMessage, ChatSession } from './types';
import { TypingIndicator, TypingSender } from './typing';

/** What a view shows of it. */
export interface AgentThread {
  readonly sessionId: string;
  /** Null until the server has told it. */
  readonly session: ChatSession | null;
  readonly messages: readonly ThreadMessage[];
  readonly userTyping: boolean;
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

type Own = Pick<AgentThread, 'session' | 'userTyping' | 'userReadSeq' | 'note' | 'loading'>;

export class AgentThreadKeeper {
  readonly sessionId: string;
  readonly typing: TypingSender;
  readonly #options: AgentThreadOptions;
  readonly #history: History;
  readonly #userTyping: TypingIndicator;
  #own: Own = { session: null, userTyping: false, userReadSeq: 0, note: null, loading: false };
  #readSeq = 0;

  constructor(sessionId: string, options: AgentThreadOptions) {
    this.sessionId = sessionId;
    this.#options = options;
    this.#history = new History({ fetch: options.fetch, onChange: options.onChange });
    this.typing = new TypingSender(options.sayTyping);
    this.#userTyping = new TypingIndicator((userTyping) => this.#change({ userTyping }));
  }

  view(): AgentThread {
    const stored = this.#history.timeline.messages;
    return {
      sessionId: this.sessionId,
      ...this.#own,
      messages: threadView(stored, this.#options.outgoing(), 'agent'),
      unread: stored.filter(({ sender, seq }) => sender === 'user' && seq > this.#readSeq).length,
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
    this.#readSeq = Math.max(this.#readSeq, session.agentReadSeq);
    const userReadSeq = Math.max(this.#own.userReadSeq, session.userReadSeq);
    this.#change({ session, userReadSeq });
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

  setUserRead(seq: number): void {
    this.#change({ userReadSeq: Math.max(this.#own.userReadSeq, seq) });
  }

  /** Marks everything as read, and gives the `seq` to tell the server; null when there is none. */
  markRead(): number | null {
    const last = this.#history.timeline.messages.findLast(({ sender }) => sender === 'user');
    if (!last || last.seq <= this.#readSeq) return null;
    this.#readSeq = last.seq;
    this.#options.onChange();
    return last.seq;
  }

  /** Another tab or agent has read up to here. */
  setRead(seq: number): void {
    if (seq <= this.#readSeq) return;
    this.#readSeq = seq;
    this.#options.onChange();
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

  #change(change: Partial<Own>): void {
    const names = Object.keys(change) as (keyof Own)[];
    if (names.every((name) => Object.is(this.#own[name], change[name]))) return;
    this.#own = { ...this.#own, ...change };
    this.#options.onChange();
  }
}
