// The agents' side of live chat on `/chat/agent`: the queue, the offers, the chats that this
// agent holds, and every conversation that is open on the screen.

import { ActivityReporter } from './activity';
import {
  type AgentDeskOptions,
  type AgentDeskSnapshot,
  type ChatAgentChannel,
  NOTHING,
} from './agent-desk-state';
import {
  type AgentQueue,
  closed,
  noLongerHeld,
  noLongerWaiting,
  QUEUE_EVENTS,
  updated,
  withStatus,
} from './agent-queue';
import { SURROUNDING_EVENTS } from './agent-surroundings';
import { AgentThreads } from './agent-threads';
import { ConversationView } from './conversation-view';
import { FrontdeskError, toFrontdeskError } from './errors';
import type { ChatAgentServerEvents } from './generated/events';
import type { SyncAnswer } from './history';
import { Listeners } from './listeners';
import { deliver } from './outbox/delivery';
import type { OutboxHome } from './outbox/home';
import { Store } from './store';
import { ofStored, type ThreadMessage } from './thread';
import type {
  AgentStatus,
  Attachment,
  ChatMessage,
  ChatSession,
  Note,
  RoutingDecision,
  WaitingSession,
} from './types';

export type { AgentDeskOptions, AgentDeskSnapshot, ChatAgentChannel } from './agent-desk-state';
export type { AgentThread } from './agent-thread';

export class AgentDesk extends Store<AgentDeskSnapshot> {
  readonly #channel: ChatAgentChannel;
  readonly #threads: AgentThreads;
  readonly #view: ConversationView;
  /** How often the server has told of its own accord how a session stands. */
  readonly #told = new Map<string, number>();
  readonly #messages = new Listeners<ThreadMessage>();
  readonly #offers = new Listeners<WaitingSession>();
  readonly #decisions = new Listeners<RoutingDecision>();
  readonly #notes = new Listeners<Note>();
  #activity: ActivityReporter | null = null;

  constructor(channel: ChatAgentChannel, options: AgentDeskOptions = {}) {
    super({ ...NOTHING, connection: channel.getSnapshot() });
    this.#channel = channel;
    this.#view = new ConversationView({
      attention: options.attention ?? null,
      tell: (view) => {
        if (this.#isOnline) channel.request('view-conversation', view).catch(() => {});
      },
    });
    this.#threads = new AgentThreads({
      fetch: async (sessionId, after) => {
        await this.#online();
        return this.#sync(sessionId, after);
      },
      deliver: (message) => deliver(channel, message),
      isOnline: () => this.#isOnline,
      sayTyping: (sessionId, isTyping) => channel.hint('typing', { sessionId, isTyping }),
      sayDelivered: (sessionId, seq) => this.#sayDelivered(sessionId, seq),
      onChange: (threads, failed) => this.update({ threads, failed }),
      outboxHome: options.outboxHome,
    });
    this.#listen(options.me ?? (() => null));
  }

  /** Opens the socket; the queue and the held chats follow by themselves. */
  connect(): void {
    this.#activity ??= new ActivityReporter(() => this.#channel.hint('activity'));
    this.#channel.open();
  }

  disconnect(): void {
    this.#activity?.close();
    this.#activity = null;
    this.#channel.close();
  }

  /** Takes a waiting chat. Exactly one agent wins; a late one gets a `conflict`. */
  async accept(sessionId: string): Promise<void> {
    try {
      await this.#act(() => this.#channel.request('accept-session', { sessionId }));
    } catch (thrown) {
      if (['conflict', 'not-found'].includes(toFrontdeskError(thrown).code)) {
        this.update(noLongerWaiting(this.#queue, sessionId));
      }
      throw thrown;
    }
    this.update(noLongerWaiting(this.#queue, sessionId));
  }

  /**
   * Shows the message at once and delivers it in order. Gives its `clientId`. Throws
   * `outbox-full` when too much is unsent.
   */
  send(sessionId: string, content: string, attachments: Attachment[] = []): string {
    this.#threads.at(sessionId).typing.reset();
    return this.#threads.outbox.add(sessionId, content, attachments).clientId;
  }

  /** Tries a failed message again. */
  retry(clientId: string): void {
    this.#threads.outbox.retry(clientId);
  }

  /** Drops a message that was not sent. */
  discard(clientId: string): void {
    this.#threads.outbox.discard(clientId);
  }

  /** Call it with true at every keystroke; throttling and expiry are done here. */
  typing(sessionId: string, isTyping: boolean): void {
    this.#threads.at(sessionId).typing.set(isTyping);
  }

  /** Everything shown of this chat so far has been seen. */
  markRead(sessionId: string): void {
    if (!this.#isOnline) return;
    const seq = this.#threads.find(sessionId)?.markRead();
    if (!seq) return;
    this.#threads.reporter.known(sessionId, seq);
    // A lost receipt is made good by the next one.
    this.#channel.request('read', { sessionId, seq }).catch(() => {});
  }

  /** Ends a chat, for both sides. */
  async close(sessionId: string): Promise<void> {
    await this.#act(() => this.#channel.request('close-session', { sessionId }));
    this.#onClosed(sessionId);
  }

  /** An agent who is not available is offered nothing. */
  async setStatus(status: AgentStatus): Promise<void> {
    await this.#act(() => this.#channel.request('set-status', { status }));
    this.update(withStatus(this.#queue, status));
  }

  /** Hands a chat on: to an agent, or back to the queue when `toAgentId` is missing. */
  async transfer(
    sessionId: string,
    to: { toAgentId?: string; toTeam?: string; note?: string } = {},
  ): Promise<void> {
    await this.#act(() => this.#channel.request('transfer-session', { sessionId, ...to }));
    this.update(noLongerHeld(this.#queue, sessionId));
  }

  /**
   * Makes `threads[sessionId]`, of any session, and fetches its whole history. Before there
   * is a connection it waits for one.
   */
  open(sessionId: string): Promise<void> {
    const thread = this.#threads.at(sessionId);
    return this.#act(() => thread.catchUp());
  }

  /**
   * The conversation (a chat or a ticket) that the agent looks at from now on, and whether they
   * write in it; null for none. Colleagues who look at it are told, and `viewers` tells who
   * they are.
   */
  look(conversationId: string | null, isWriting = false): void {
    this.#view.look(conversationId, isWriting);
  }

  /** Hears of every new message of a customer. */
  onMessage(listener: (message: ThreadMessage) => void): () => void {
    return this.#messages.add(listener);
  }

  /** Hears of every new offer. */
  onOffer(listener: (session: WaitingSession) => void): () => void {
    return this.#offers.add(listener);
  }

  /** Hears of every decision about who gets which chat, with its reason. */
  onDecision(listener: (decision: RoutingDecision) => void): () => void {
    return this.#decisions.add(listener);
  }

  /** Hears of every note of staff beside a chat. */
  onNote(listener: (note: Note) => void): () => void {
    return this.#notes.add(listener);
  }

  /** The failure has been seen. */
  clearError(): void {
    this.update({ error: null });
  }

  /**
   * Another person from now on: nothing of the last one stays here. Their unsent messages
   * stay kept for them alone.
   */
  forget(): void {
    this.#threads.outbox.leave();
    this.disconnect();
    this.#threads.clear();
    this.#view.forget();
    this.#told.clear();
    this.update({ ...NOTHING });
  }

  /** Where unsent messages are kept from now on. */
  settle(home: OutboxHome): void {
    this.#threads.outbox.settle(home);
  }

  /** Ends timers and socket, for good. */
  dispose(): void {
    this.#threads.outbox.close();
    this.disconnect();
    this.#threads.clear();
  }

  get #queue(): AgentQueue {
    return this.getSnapshot();
  }

  get #isOnline(): boolean {
    return this.#channel.getSnapshot().status === 'online';
  }

  /** Resolves when there is a connection. */
  #online(): Promise<void> {
    if (this.#isOnline) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.#channel.onOnline(() => {
        stop();
        resolve();
      });
    });
  }

  #listen(me: () => string | null): void {
    const channel = this.#channel;
    channel.subscribe(() => {
      const connection = channel.getSnapshot();
      this.update({ connection });
      this.#threads.outbox.setActive(connection.status !== 'idle');
    });
    channel.onOnline(() => this.#goOn());
    for (const name of Object.keys(QUEUE_EVENTS) as (keyof ChatAgentServerEvents)[]) {
      channel.on(name, (payload: unknown) => this.#onQueueEvent(name, payload));
    }
    this.#threads.listen(channel);
    channel.on('chat-message', (message) => this.#onMessage(message));
    for (const name of Object.keys(SURROUNDING_EVENTS) as (keyof ChatAgentServerEvents)[]) {
      channel.on(name, (payload: unknown) => {
        this.update(SURROUNDING_EVENTS[name]?.(this.getSnapshot(), payload, me()) ?? {});
      });
    }
    channel.on('routing-decision', (decision) => this.#decisions.tell(decision));
    channel.on('note', (note) => this.#notes.tell(note));
    channel.on('error', ({ message }) => {
      this.update({ error: new FrontdeskError({ code: 'conflict', message }) });
    });
  }

  #onQueueEvent(name: string, payload: unknown): void {
    const told = sessionOf(payload);
    if (told) this.#told.set(told, (this.#told.get(told) ?? 0) + 1);
    const before = this.#queue;
    const after = QUEUE_EVENTS[name]?.(before, payload) ?? before;
    this.update(after);
    if (after.automatic) this.#activity?.expectSign();
    for (const id of after.offers) {
      const session = after.waiting.find((one) => one.id === id);
      if (before.offers.includes(id) || !session) continue;
      this.#offers.tell(session);
    }
  }

  /** On every connection: what was missed of the conversations that are open here. */
  #goOn(): void {
    this.#threads.outbox.flush();
    this.#view.tellAgain();
    for (const thread of this.#threads.all()) {
      // A receipt that was told over the last line may be lost.
      this.#threads.reporter.forget(thread.sessionId);
      thread.catchUp().catch((thrown) => {
        const error = toFrontdeskError(thrown);
        if (error.code !== 'offline') this.update({ error });
      });
    }
  }

  async #act<Result>(action: () => Promise<Result>): Promise<Result> {
    try {
      const result = await action();
      this.update({ error: null });
      return result;
    } catch (thrown) {
      const error = toFrontdeskError(thrown);
      this.update({ error });
      throw error;
    }
  }

  #sayDelivered(sessionId: string, seq: number): void {
    // Only the one who holds the chat receives for it, and of several tabs one tells it.
    const isHeld = this.getSnapshot().sessions.some(({ id }) => id === sessionId);
    if (!isHeld || !this.#threads.outbox.isSender) return;
    this.#channel
      .request('delivered', { sessionId, seq })
      .catch(() => this.#threads.reporter.forget(sessionId));
  }

  async #sync(sessionId: string, after: number): Promise<SyncAnswer> {
    const told = this.#told.get(sessionId);
    const { messages, more, session } = await this.#channel.request('sync', { sessionId, after });
    // An event has overtaken the answer, or the other way round: only a new answer is surely new.
    if (told !== this.#told.get(sessionId)) return this.#sync(sessionId, after);
    this.#onSession(session);
    return { messages, more, head: session.messageCount };
  }

  #onMessage(message: ChatMessage): void {
    const fresh = this.#threads.at(message.sessionId).add([message]);
    if (message.clientId) this.#threads.outbox.confirm(message.clientId);
    this.#threads.report(message.sessionId);
    if (fresh.length === 0 || message.sender !== 'user') return;
    this.#messages.tell(ofStored(message));
  }

  #onSession(session: ChatSession): void {
    this.update(updated(this.#queue, session));
    this.#threads.find(session.id)?.setSession(session);
    this.#threads.report(session.id);
  }

  #onClosed(sessionId: string): void {
    this.update(closed(this.#queue, sessionId));
    this.#threads.find(sessionId)?.setClosed();
  }
}

/** The session that an event of the queue is about, if it is about one. */
function sessionOf(payload: unknown): string | undefined {
  const { sessionId, id } = payload as { sessionId?: string; id?: string };
  return sessionId ?? id;
}
