// The agents' side of live chat on `/chat/agent`: the queue, the offers, the chats that this
// agent holds, and every conversation that is open on the screen.

import { type AgentThread, AgentThreadKeeper } from './agent-thread';
import type { ConnectionState } from './connection-state';
import { FrontdeskError, toFrontdeskError } from './errors';
import type { ChatAgentClientEvents, ChatAgentServerEvents } from './generated/events';
import { Outbox, type OutboxStorage, type OutgoingMessage } from './outbox';
import type { Channel } from './socket';
import { Store } from './store';
import { ofStored, type ThreadMessage } from './thread';
import type { AgentStatus, Attachment, ChatMessage, ChatSession, WaitingSession } from './types';

export type { AgentThread } from './agent-thread';

export type ChatAgentChannel = Channel<ChatAgentClientEvents, ChatAgentServerEvents>;

export interface AgentDeskSnapshot {
  readonly connection: ConnectionState;
  /** Null until the server has told it. */
  readonly status: AgentStatus | null;
  /** As the server orders them: the longest wait first. */
  readonly waiting: readonly WaitingSession[];
  /** Ids of waiting sessions that are offered to this agent. */
  readonly offers: readonly string[];
  /** The chats that this agent holds. */
  readonly sessions: readonly ChatSession[];
  readonly threads: Readonly<Record<string, AgentThread>>;
  /** The last failure that the agent should hear of; null after the next success. */
  readonly error: FrontdeskError | null;
}

const NOTHING = {
  status: null,
  waiting: [],
  offers: [],
  sessions: [],
  threads: {},
  error: null,
} as const;

export class AgentDesk extends Store<AgentDeskSnapshot> {
  readonly #channel: ChatAgentChannel;
  readonly #outbox: Outbox;
  readonly #threads = new Map<string, AgentThreadKeeper>();
  readonly #messageListeners = new Set<(message: ThreadMessage) => void>();
  readonly #offerListeners = new Set<(session: WaitingSession) => void>();

  constructor(channel: ChatAgentChannel, options: { outboxStorage?: OutboxStorage } = {}) {
    super({ ...NOTHING, connection: channel.getSnapshot() });
    this.#channel = channel;
    this.#outbox = new Outbox({
      deliver: (message) => this.#deliver(message),
      onDelivered: (stored) => this.#thread(stored.sessionId).add([stored]),
      onChange: (sessionId) => (sessionId ? this.#render(sessionId) : this.#renderAll()),
      canDeliver: () => this.#isOnline,
      storage: options.outboxStorage,
    });
    this.#listen();
  }

  /** Opens the socket; the queue and the held chats follow by themselves. */
  connect(): void {
    this.#channel.open();
  }

  disconnect(): void {
    this.#channel.close();
  }

  /** Takes a waiting chat. Exactly one agent wins; a late one gets a `conflict`. */
  async accept(sessionId: string): Promise<void> {
    try {
      await this.#act(() => this.#channel.request('accept-session', { sessionId }));
    } catch (thrown) {
      if (['conflict', 'not-found'].includes(toFrontdeskError(thrown).code)) {
        this.#noLongerWaiting(sessionId);
      }
      throw thrown;
    }
    this.#noLongerWaiting(sessionId);
  }

  /** Shows the message at once and delivers it in order. Gives its `clientId`. */
  send(sessionId: string, content: string, attachments: Attachment[] = []): string {
    this.#thread(sessionId).typing.reset();
    return this.#outbox.add(sessionId, content, attachments).clientId;
  }

  /** Tries a failed message again. */
  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  /** Drops a message that was not sent. */
  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  /** Call it with true at every keystroke; throttling and expiry are done here. */
  typing(sessionId: string, isTyping: boolean): void {
    this.#thread(sessionId).typing.set(isTyping);
  }

  /** Everything shown of this chat so far has been seen. */
  markRead(sessionId: string): void {
    if (!this.#isOnline) return;
    const seq = this.#threads.get(sessionId)?.markRead();
    // A lost receipt is made good by the next one.
    if (seq) this.#channel.request('read', { sessionId, seq }).catch(() => {});
  }

  /** Ends a chat, for both sides. */
  async close(sessionId: string): Promise<void> {
    await this.#act(() => this.#channel.request('close-session', { sessionId }));
    this.#onClosed(sessionId);
  }

  /** An agent who is not available is offered nothing. */
  async setStatus(status: AgentStatus): Promise<void> {
    await this.#act(() => this.#channel.request('set-status', { status }));
    this.#onStatus(status);
  }

  /** Hands a chat on: to an agent, or back to the queue when `toAgentId` is missing. */
  async transfer(
    sessionId: string,
    to: { toAgentId?: string; toTeam?: string; note?: string } = {},
  ): Promise<void> {
    await this.#act(() => this.#channel.request('transfer-session', { sessionId, ...to }));
    this.#noLongerHeld(sessionId);
  }

  /**
   * Makes `threads[sessionId]`, of any session, and fetches its whole history. Before there
   * is a connection it waits for one.
   */
  open(sessionId: string): Promise<void> {
    const thread = this.#thread(sessionId);
    return this.#act(() => thread.catchUp());
  }

  /** Hears of every new message of a customer. */
  onMessage(listener: (message: ThreadMessage) => void): () => void {
    this.#messageListeners.add(listener);
    return () => void this.#messageListeners.delete(listener);
  }

  /** Hears of every new offer. */
  onOffer(listener: (session: WaitingSession) => void): () => void {
    this.#offerListeners.add(listener);
    return () => void this.#offerListeners.delete(listener);
  }

  /** The failure has been seen. */
  clearError(): void {
    this.update({ error: null });
  }

  /** Another person from now on: nothing of the last one stays. */
  forget(): void {
    this.disconnect();
    this.#closeThreads();
    this.#outbox.clear();
    this.update({ ...NOTHING });
  }

  /** Ends timers and socket, for good. */
  dispose(): void {
    this.disconnect();
    this.#closeThreads();
    this.#outbox.close();
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

  #listen(): void {
    const channel = this.#channel;
    channel.subscribe(() => this.update({ connection: channel.getSnapshot() }));
    channel.onOnline(() => this.#goOn());
    channel.on('waiting-sessions', (waiting) => {
      // Sent on connect: offers ended with the last line, and those that stand come after it.
      this.update({ waiting, offers: [] });
    });
    channel.on('new-session', (session) => this.#onOffer(session));
    channel.on('session-queued', (session) => {
      this.#noLongerHeld(session.id);
      // Also sent when a waiting customer writes again: an offer of it stands.
      this.#nowWaiting(session);
    });
    channel.on('offer-ended', ({ sessionId }) => this.#noLongerOffered(sessionId));
    channel.on('session-taken', ({ sessionId }) => this.#noLongerWaiting(sessionId));
    channel.on('session-accepted', ({ session, messages, note }) => {
      this.#noLongerWaiting(session.id);
      this.#nowHeld(session);
      const thread = this.#thread(session.id);
      thread.add(messages);
      thread.setNote(note ?? null);
      thread.setSession(session);
    });
    channel.on('session-updated', (session) => this.#onSession(session));
    channel.on('session-closed', ({ sessionId }) => this.#onClosed(sessionId));
    channel.on('agent-status', ({ status, sessions }) => {
      this.update({ sessions });
      this.#onStatus(status);
      for (const session of sessions) this.#thread(session.id).setSession(session);
    });
    channel.on('chat-message', (message) => this.#onMessage(message));
    channel.on('user-typing', ({ sessionId, isTyping }) =>
      this.#threads.get(sessionId)?.setUserTyping(isTyping),
    );
    channel.on('read', ({ sessionId, seq, by }) => {
      const thread = this.#threads.get(sessionId);
      if (by === 'user') thread?.setUserRead(seq);
      else thread?.setRead(seq);
    });
    channel.on('error', ({ message }) => {
      this.update({ error: new FrontdeskError({ code: 'conflict', message }) });
    });
  }

  /** On every connection: what was missed of the conversations that are open here. */
  #goOn(): void {
    this.#outbox.flush();
    for (const thread of this.#threads.values()) {
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

  async #deliver(message: OutgoingMessage): Promise<ChatMessage> {
    const answer = await this.#channel.request('chat-message', {
      sessionId: message.conversationId,
      content: message.content,
      clientId: message.clientId,
      attachments: message.attachments.map((attachment) => attachment.cid),
    });
    return answer.message;
  }

  async #sync(sessionId: string, after: number) {
    const { messages, more, session } = await this.#channel.request('sync', { sessionId, after });
    this.#onSession(session);
    return { messages, more, head: session.messageCount };
  }

  /** Offers end when the agent is no longer available. */
  #onStatus(status: AgentStatus): void {
    const offers = status === 'available' ? this.getSnapshot().offers : [];
    this.update({ status, offers });
  }

  #onOffer(session: WaitingSession): void {
    this.#nowWaiting(session);
    const { offers } = this.getSnapshot();
    if (offers.includes(session.id)) return;
    this.update({ offers: [...offers, session.id] });
    for (const listener of this.#offerListeners) listener(session);
  }

  #onMessage(message: ChatMessage): void {
    for (const fresh of this.#thread(message.sessionId).add([message])) {
      if (fresh.sender !== 'user') continue;
      for (const listener of this.#messageListeners) listener(ofStored(fresh));
    }
  }

  #onSession(session: ChatSession): void {
    const held = this.getSnapshot().sessions.find(({ id }) => id === session.id);
    if (held) {
      const stillHeld = session.status === 'active' && session.agentId === held.agentId;
      if (stillHeld) this.#nowHeld(session);
      else this.#noLongerHeld(session.id);
    }
    this.#threads.get(session.id)?.setSession(session);
  }

  #onClosed(sessionId: string): void {
    this.#noLongerWaiting(sessionId);
    this.#noLongerHeld(sessionId);
    this.#threads.get(sessionId)?.setClosed();
  }

  #nowWaiting(session: WaitingSession): void {
    const { waiting } = this.getSnapshot();
    const known = waiting.some(({ id }) => id === session.id);
    this.update({
      waiting: known
        ? waiting.map((other) => (other.id === session.id ? session : other))
        : // One that comes back from an agent goes ahead of younger ones.
          [...waiting, session].sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
    });
  }

  #noLongerWaiting(sessionId: string): void {
    const { waiting } = this.getSnapshot();
    if (waiting.some(({ id }) => id === sessionId)) {
      this.update({ waiting: waiting.filter(({ id }) => id !== sessionId) });
    }
    this.#noLongerOffered(sessionId);
  }

  #noLongerOffered(sessionId: string): void {
    const { offers } = this.getSnapshot();
    if (!offers.includes(sessionId)) return;
    this.update({ offers: offers.filter((id) => id !== sessionId) });
  }

  #nowHeld(session: ChatSession): void {
    const { sessions } = this.getSnapshot();
    const known = sessions.some(({ id }) => id === session.id);
    this.update({
      sessions: known
        ? sessions.map((other) => (other.id === session.id ? session : other))
        : [...sessions, session],
    });
  }

  #noLongerHeld(sessionId: string): void {
    const { sessions } = this.getSnapshot();
    if (!sessions.some(({ id }) => id === sessionId)) return;
    this.update({ sessions: sessions.filter(({ id }) => id !== sessionId) });
  }

  #thread(sessionId: string): AgentThreadKeeper {
    let thread = this.#threads.get(sessionId);
    if (!thread) {
      thread = new AgentThreadKeeper(sessionId, {
        fetch: async (after) => {
          await this.#online();
          return this.#sync(sessionId, after);
        },
        sayTyping: (isTyping) => this.#channel.hint('typing', { sessionId, isTyping }),
        outgoing: () => this.#outbox.pending(sessionId),
        onChange: () => this.#render(sessionId),
      });
      this.#threads.set(sessionId, thread);
      this.#render(sessionId);
    }
    return thread;
  }

  #render(sessionId: string): void {
    const thread = this.#threads.get(sessionId);
    if (!thread) return;
    this.update({ threads: { ...this.getSnapshot().threads, [sessionId]: thread.view() } });
  }

  #renderAll(): void {
    const views = [...this.#threads].map(([id, thread]) => [id, thread.view()] as const);
    this.update({ threads: Object.fromEntries(views) });
  }

  #closeThreads(): void {
    for (const thread of this.#threads.values()) thread.close();
    this.#threads.clear();
  }
}
