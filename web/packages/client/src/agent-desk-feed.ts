// What an agent's side of live chat hears on `/chat/agent`, and what it shows of that: the queue, the
// offers, the chats that this agent holds, every conversation that is open on the screen. What an
// agent can do is added by `AgentDesk`.

import type { ActivityReporter } from './activity';
import {
  type AgentDeskOptions,
  type AgentDeskSnapshot,
  type ChatAgentChannel,
  NOTHING,
} from './agent-desk-state';
import { type AgentQueue, closed, QUEUE_EVENTS, sessionOf, updated } from './agent-queue';
import { SURROUNDING_EVENTS } from './agent-surroundings';
import { AgentThreads } from './agent-threads';
import { ConversationView } from './conversation-view';
import { FrontdeskError, toFrontdeskError } from './errors';
import type { ChatAgentServerEvents } from './generated/events';
import type { SyncAnswer } from './history';
import { Listeners } from './listeners';
import { deliver } from './outbox/delivery';
import { Store } from './store';
import { ofStored, type ThreadMessage } from './thread';
import type {
  ChatMessage,
  ChatSession,
  ConversationsChanged,
  Note,
  RoutingDecision,
  WaitingSession,
} from './types';

export abstract class AgentDeskFeed extends Store<AgentDeskSnapshot> {
  protected readonly channel: ChatAgentChannel;
  protected readonly threads: AgentThreads;
  protected readonly view: ConversationView;
  /** How often the server has told of its own accord how a session stands. */
  protected readonly told = new Map<string, number>();
  readonly #messages = new Listeners<ThreadMessage>();
  readonly #offers = new Listeners<WaitingSession>();
  readonly #decisions = new Listeners<RoutingDecision>();
  readonly #notes = new Listeners<Note>();
  readonly #changes = new Listeners<ConversationsChanged>();
  protected activity: ActivityReporter | null = null;

  constructor(channel: ChatAgentChannel, options: AgentDeskOptions = {}) {
    super({ ...NOTHING, connection: channel.getSnapshot() });
    this.channel = channel;
    this.view = new ConversationView({
      attention: options.attention ?? null,
      tell: (view) => {
        if (this.isOnline) channel.request('view-conversation', view).catch(() => {});
      },
    });
    this.threads = new AgentThreads({
      fetch: async (sessionId, after) => {
        await this.#online();
        return this.#sync(sessionId, after);
      },
      deliver: (message) => deliver(channel, message),
      isOnline: () => this.isOnline,
      sayTyping: (sessionId, isTyping) => channel.hint('typing', { sessionId, isTyping }),
      sayDelivered: (sessionId, seq) => this.#sayDelivered(sessionId, seq),
      onChange: (threads, failed) => this.update({ threads, failed }),
      outboxHome: options.outboxHome,
    });
    this.#listen(options.me ?? (() => null));
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

  /** Hears that conversations have changed, anybody's: a hint to read lists again. */
  onConversationsChanged(listener: (change: ConversationsChanged) => void): () => void {
    return this.#changes.add(listener);
  }

  protected get queue(): AgentQueue {
    return this.getSnapshot();
  }

  protected get isOnline(): boolean {
    return this.channel.getSnapshot().status === 'online';
  }

  protected async act<Result>(action: () => Promise<Result>): Promise<Result> {
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

  protected onClosed(sessionId: string): void {
    this.update(closed(this.queue, sessionId));
    this.threads.find(sessionId)?.setClosed();
  }

  /** Resolves when there is a connection. */
  #online(): Promise<void> {
    if (this.isOnline) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.channel.onOnline(() => {
        stop();
        resolve();
      });
    });
  }

  #listen(me: () => string | null): void {
    const channel = this.channel;
    channel.subscribe(() => {
      const connection = channel.getSnapshot();
      this.update({ connection });
      this.threads.outbox.setActive(connection.status !== 'idle');
    });
    channel.onOnline(() => this.#goOn());
    for (const name of Object.keys(QUEUE_EVENTS) as (keyof ChatAgentServerEvents)[]) {
      channel.on(name, (payload: unknown) => this.#onQueueEvent(name, payload));
    }
    this.threads.listen(channel);
    channel.on('chat-message', (message) => this.#onMessage(message));
    for (const name of Object.keys(SURROUNDING_EVENTS) as (keyof ChatAgentServerEvents)[]) {
      channel.on(name, (payload: unknown) => {
        this.update(SURROUNDING_EVENTS[name]?.(this.getSnapshot(), payload, me()) ?? {});
      });
    }
    channel.on('routing-decision', (decision) => this.#decisions.tell(decision));
    channel.on('note', (note) => this.#notes.tell(note));
    channel.on('conversations-changed', (change) => this.#changes.tell(change));
    channel.on('error', ({ message }) => {
      this.update({ error: new FrontdeskError({ code: 'conflict', message }) });
    });
  }

  #onQueueEvent(name: string, payload: unknown): void {
    const told = sessionOf(payload);
    if (told) this.told.set(told, (this.told.get(told) ?? 0) + 1);
    const before = this.queue;
    const after = QUEUE_EVENTS[name]?.(before, payload) ?? before;
    this.update(after);
    if (after.automatic) this.activity?.expectSign();
    for (const id of after.offers) {
      const session = after.waiting.find((one) => one.id === id);
      if (before.offers.includes(id) || !session) continue;
      this.#offers.tell(session);
    }
  }

  /** On every connection: what was missed of the conversations that are open here. */
  #goOn(): void {
    this.threads.outbox.flush();
    this.view.tellAgain();
    for (const thread of this.threads.all()) {
      // A receipt that was told over the last line may be lost.
      this.threads.reporter.forget(thread.sessionId);
      thread.catchUp().catch((thrown) => {
        const error = toFrontdeskError(thrown);
        if (error.code !== 'offline') this.update({ error });
      });
    }
  }

  #sayDelivered(sessionId: string, seq: number): void {
    // Only the one who holds the chat receives for it, and of several tabs one tells it.
    const isHeld = this.getSnapshot().sessions.some(({ id }) => id === sessionId);
    if (!isHeld || !this.threads.outbox.isSender) return;
    this.channel
      .request('delivered', { sessionId, seq })
      .catch(() => this.threads.reporter.forget(sessionId));
  }

  async #sync(sessionId: string, after: number): Promise<SyncAnswer> {
    const told = this.told.get(sessionId);
    const { messages, more, session } = await this.channel.request('sync', { sessionId, after });
    // An event has overtaken the answer, or the other way round: only a new answer is surely new.
    if (told !== this.told.get(sessionId)) return this.#sync(sessionId, after);
    this.#onSession(session);
    return { messages, more, head: session.messageCount };
  }

  #onMessage(message: ChatMessage): void {
    const fresh = this.threads.at(message.sessionId).add([message]);
    if (message.clientId) this.threads.outbox.confirm(message.clientId);
    this.threads.report(message.sessionId);
    if (fresh.length === 0 || message.sender !== 'user') return;
    this.#messages.tell(ofStored(message));
  }

  #onSession(session: ChatSession): void {
    this.update(updated(this.queue, session));
    this.threads.find(session.id)?.setSession(session);
    this.threads.report(session.id);
  }
}
