// A customer's chat on `/chat/user`: starting, going on after a reload or a dropped line,
// sending, and following what the agent does. The socket is the channel's, delivery the
// outbox's, completeness the history's; here is what a chat is.

import { FrontdeskError, toFrontdeskError } from './errors';
import type { ChatUserClientEvents, ChatUserServerEvents } from './generated/events';
import { History } from './history';
import { Inquiry } from './inquiry';
import {
  deferred,
  type LiveChatSnapshot,
  NO_CHAT,
  type Starting,
  type StartOptions,
} from './live-chat-state';
import { Outbox, type OutboxStorage, type OutgoingMessage } from './outbox';
import type { Channel } from './socket';
import type { KeyValueStorage } from './storage';
import { Store } from './store';
import { threadView } from './thread';
import type { Attachment, ChatMessage, ChatSession, ChatStatus } from './types';
import { TypingIndicator, TypingSender } from './typing';

export type { LiveChatSnapshot, LiveChatStatus, StartOptions } from './live-chat-state';

export type ChatUserChannel = Channel<ChatUserClientEvents, ChatUserServerEvents>;

/** Where the id of the open session is kept, so that a reload goes on with it. */
export const SESSION_KEY = 'frontdesk.chat.session';
/** Under this the outbox keeps what was written before there is a session. */
const UNSTARTED = 'unstarted';

export interface LiveChatOptions {
  storage: KeyValueStorage;
  /** Makes messages that were not sent outlive the page. */
  outboxStorage?: OutboxStorage;
}

export class LiveChat extends Store<LiveChatSnapshot> {
  readonly #channel: ChatUserChannel;
  readonly #storage: KeyValueStorage;
  readonly #outbox: Outbox;
  readonly #typing: TypingSender;
  readonly #agentTyping: TypingIndicator;
  #history: History | null = null;
  #starting: Starting | null = null;
  /** Asks the server for the session: the one that is started, or that was open. */
  readonly #inquiry: Inquiry;
  #readSeq = 0;

  constructor(channel: ChatUserChannel, options: LiveChatOptions) {
    super({ ...NO_CHAT, connection: channel.getSnapshot(), messages: [], error: null });
    this.#channel = channel;
    this.#storage = options.storage;
    this.#outbox = new Outbox({
      deliver: (message) => this.#deliver(message),
      onDelivered: (stored) => this.#history?.add([stored]),
      onChange: () => this.#render(),
      canDeliver: (id) => id !== UNSTARTED && this.#isOnline,
      storage: options.outboxStorage,
    });
    this.#inquiry = new Inquiry({
      next: () => this.#nextQuestion(),
      isOnline: () => this.#isOnline,
      onFailure: (error) => this.#onFailedQuestion(error),
    });
    this.#typing = new TypingSender((isTyping) => this.#sayTyping(isTyping));
    this.#agentTyping = new TypingIndicator((agentTyping) => this.update({ agentTyping }));
    this.#listen();
  }

  /** Opens the socket and goes on with an open chat, if there is one. Starts none. */
  connect(): void {
    const stored = this.#storage.get(SESSION_KEY);
    const isFound = stored !== null && this.#snapshotIsEmpty;
    if (isFound) {
      this.#enter(stored);
      this.update({ status: 'starting' });
    }
    this.#channel.open();
    // Otherwise the connection itself goes on with what is open.
    if (isFound && this.#isOnline) this.#inquiry.go();
  }

  /** Opens a chat, or goes on with the open one. Waits for the connection if need be. */
  start(options: StartOptions = {}): Promise<void> {
    const { message = '', attachments = [] } = options;
    const saysSomething = message !== '' || attachments.length > 0;
    if (this.#isOpen) {
      if (saysSomething) this.send(message, attachments);
      this.connect();
      return Promise.resolve();
    }
    if (this.getSnapshot().status === 'closed') this.reset();
    if (saysSomething) this.#outbox.add(UNSTARTED, message, attachments);
    if (!this.#starting) {
      const topic = options.topic?.trim() || null;
      this.#starting = deferred(topic);
      this.update({ status: 'starting', topic, error: null });
    }
    const { promise } = this.#starting;
    this.#channel.open();
    if (this.#isOnline) this.#inquiry.go();
    return promise;
  }

  /**
   * Shows the message at once and delivers it in order; starts a chat where none is open.
   * Gives its `clientId`.
   */
  send(content: string, attachments: Attachment[] = []): string {
    const { sessionId } = this.getSnapshot();
    this.#typing.reset();
    if (sessionId && this.#isOpen)
      return this.#outbox.add(sessionId, content, attachments).clientId;
    if (this.getSnapshot().status === 'closed') this.reset();
    const { clientId } = this.#outbox.add(UNSTARTED, content, attachments);
    // What goes wrong stands in the snapshot and at the message.
    this.start().catch(() => {});
    return clientId;
  }

  /** Tries a failed message again. */
  retry(clientId: string): void {
    this.#outbox.retry(clientId);
    if (!this.#isOpen && this.#outbox.pending(UNSTARTED).some((m) => m.clientId === clientId)) {
      this.start().catch(() => {});
    }
  }

  /** Drops a message that was not sent. */
  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  /** Call it with true at every keystroke; throttling and expiry are done here. */
  typing(isTyping: boolean): void {
    if (this.getSnapshot().status === 'active') this.#typing.set(isTyping);
  }

  /** Everything shown so far has been seen. */
  markRead(): void {
    const { sessionId, messages } = this.getSnapshot();
    const seq = messages.findLast((message) => message.sender === 'agent')?.seq ?? 0;
    if (!sessionId || !this.#isOnline || seq <= this.#readSeq) return;
    const before = this.#readSeq;
    this.#readSeq = seq;
    this.#channel.request('read', { sessionId, seq }).catch(() => {
      this.#readSeq = before;
    });
  }

  /** Ends the chat; the history stays to be read. */
  async end(): Promise<void> {
    const { sessionId } = this.getSnapshot();
    if (!sessionId || !this.#isOpen) return;
    try {
      await this.#channel.request('end-chat', { sessionId });
      this.#onClosed(sessionId);
    } catch (thrown) {
      const error = toFrontdeskError(thrown);
      this.update({ error });
      throw error;
    }
  }

  /** Forgets a closed chat, so that a new one can be started. An open one stays. */
  reset(): void {
    if (this.#isOpen) return;
    const { sessionId } = this.getSnapshot();
    this.#leave();
    // What was left unsent in a chat that is over has nowhere to go.
    if (sessionId)
      for (const { clientId } of this.#outbox.pending(sessionId)) this.#outbox.confirm(clientId);
    this.update({ ...NO_CHAT, error: null });
    this.#render();
  }

  /** Closes the socket; the chat stays open on the server. */
  disconnect(): void {
    this.#inquiry.cancel();
    this.#typing.set(false);
    this.#giveUpStarting(new FrontdeskError({ code: 'aborted', message: 'Cancelled.' }));
    this.#channel.close();
  }

  /** Another person from now on: nothing of the last one stays. */
  forget(): void {
    this.disconnect();
    this.#storage.remove(SESSION_KEY);
    this.#outbox.clear();
    this.#leave();
    this.update({ ...NO_CHAT, error: null });
    this.#render();
  }

  /** Ends timers and socket, for good. */
  dispose(): void {
    this.disconnect();
    this.#history?.close();
    this.#outbox.close();
  }

  get #isOnline(): boolean {
    return this.#channel.getSnapshot().status === 'online';
  }

  /** There is a session that, as far as is known here, is not over. */
  get #isOpen(): boolean {
    const { sessionId, status } = this.getSnapshot();
    return sessionId !== null && status !== 'closed' && status !== 'idle';
  }

  get #snapshotIsEmpty(): boolean {
    return this.getSnapshot().sessionId === null && this.#starting === null;
  }

  #listen(): void {
    const channel = this.#channel;
    channel.subscribe(() => this.#onConnectionChange());
    channel.onOnline(() => this.#inquiry.go());
    channel.on('chat-message', (message) => this.#onMessage(message));
    channel.on('agent-joined', (name, details) => {
      if (!this.#concerns(details?.sessionId)) return;
      this.update({
        status: 'active',
        agentName: name,
        position: null,
        estimatedWaitSeconds: null,
      });
    });
    channel.on('agent-left', ({ sessionId }) => {
      if (!this.#concerns(sessionId)) return;
      this.#agentTyping.set(false);
      this.update({ status: 'waiting', agentName: null });
    });
    channel.on('agent-typing', (isTyping, details) => {
      if (this.#concerns(details?.sessionId)) this.#agentTyping.set(isTyping);
    });
    channel.on('waiting-for-agent', ({ sessionId, position, estimatedWaitSeconds }) => {
      if (!this.#concerns(sessionId)) return;
      this.update({
        status: 'waiting',
        agentName: null,
        position,
        estimatedWaitSeconds: estimatedWaitSeconds ?? null,
      });
    });
    channel.on('session-updated', (session) => {
      if (this.#concerns(session.id)) this.#onSession(session);
    });
    channel.on('session-closed', ({ sessionId }) => this.#onClosed(sessionId));
    channel.on('read', ({ sessionId, seq, by }) => {
      if (by !== 'agent' || !this.#concerns(sessionId)) return;
      this.update({ agentReadSeq: Math.max(this.getSnapshot().agentReadSeq, seq) });
    });
  }

  #onConnectionChange(): void {
    const connection = this.#channel.getSnapshot();
    this.update({ connection });
    if (connection.status !== 'online') this.#agentTyping.set(false);
    else if (this.getSnapshot().error?.code === 'unauthenticated') this.update({ error: null });
    if (connection.status === 'refused') {
      const message = connection.reason ?? 'Sign in first.';
      const error = new FrontdeskError({ code: 'unauthenticated', message });
      this.#giveUpStarting(error);
      this.update({ error });
    }
  }

  /** What was asked for, or the session that was open. */
  #nextQuestion(): (() => Promise<void>) | null {
    if (this.#starting) return () => this.#initiate();
    if (this.#isOpen) return () => this.#resume();
    return null;
  }

  #onFailedQuestion(error: FrontdeskError): void {
    // It is asked again by itself.
    if (error.isTransient) {
      if (error.code !== 'offline') this.update({ error });
      return;
    }
    if (this.#starting) {
      this.#giveUpStarting(error);
      this.update({ error });
      return;
    }
    // The session is gone, or another person's: there is nothing to go on with.
    const { sessionId } = this.getSnapshot();
    this.#storage.remove(SESSION_KEY);
    this.#leave();
    this.update({ ...NO_CHAT });
    if (sessionId) this.#outbox.move(sessionId, UNSTARTED);
    this.#render();
    // What was written meanwhile begins a chat of its own.
    if (this.#outbox.pending(UNSTARTED).length > 0) this.start().catch(() => {});
  }

  async #initiate(): Promise<void> {
    const starting = this.#starting;
    const first = this.#outbox.pending(UNSTARTED).find((message) => message.state === 'queued');
    const answer = await this.#channel.request('initiate-chat', {
      topic: starting?.topic ?? null,
      topicId: null,
      answers: null,
      message: first?.content || null,
      clientId: first?.clientId ?? null,
      attachments: first?.attachments.map((attachment) => attachment.cid) ?? [],
    });
    if (starting !== this.#starting) return;
    this.#starting = null;
    this.#onInitiated(answer);
    starting?.resolve();
    // An agent may have joined between the server's answer and its arrival.
    await this.#history?.catchUp();
  }

  async #resume(): Promise<void> {
    await this.#history?.catchUp();
    if (!this.#isOpen) return;
    const answer = await this.#channel.request('initiate-chat', {
      topic: null,
      topicId: null,
      answers: null,
      message: null,
      clientId: null,
      attachments: [],
    });
    this.#onInitiated(answer);
  }

  #onInitiated(answer: {
    sessionId: string;
    status: ChatStatus;
    messages: ChatMessage[];
    agentName?: string | null;
    position?: number | null;
    estimatedWaitSeconds?: number | null;
  }): void {
    const { sessionId } = answer;
    this.#enter(sessionId);
    this.update({
      status: answer.status,
      agentName: answer.agentName ?? null,
      position: answer.position ?? null,
      estimatedWaitSeconds: answer.estimatedWaitSeconds ?? null,
      error: null,
    });
    this.#history?.add(answer.messages);
    // The first message came along, unless an older chat went on: then it is sent now.
    const arrived = new Set(answer.messages.map((message) => message.clientId));
    for (const { clientId } of this.#outbox.pending(UNSTARTED)) {
      if (arrived.has(clientId)) this.#outbox.confirm(clientId);
    }
    this.#outbox.move(UNSTARTED, sessionId);
    this.#outbox.flush();
  }

  /** Makes a session the one that is shown; the same one again changes nothing. */
  #enter(sessionId: string): void {
    this.#storage.set(SESSION_KEY, sessionId);
    if (this.getSnapshot().sessionId === sessionId) return;
    this.#leave();
    this.#history = new History({
      fetch: (after) => this.#sync(sessionId, after),
      onChange: () => this.#render(),
    });
    this.update({ ...NO_CHAT, topic: this.getSnapshot().topic, sessionId });
    this.#render();
  }

  #leave(): void {
    this.#history?.close();
    this.#history = null;
    this.#readSeq = 0;
    this.#typing.reset();
  }

  async #sync(sessionId: string, after: number) {
    const { messages, more, session } = await this.#channel.request('sync', { sessionId, after });
    if (this.getSnapshot().sessionId === sessionId) this.#onSession(session);
    return { messages, more, head: session.messageCount };
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

  #onMessage(message: ChatMessage): void {
    if (!this.#concerns(message.sessionId)) return;
    if (message.sender === 'agent') this.#agentTyping.set(false);
    this.#history?.add([message]);
  }

  #onSession(session: ChatSession): void {
    if (session.status === 'closed') {
      this.#onClosed(session.id);
      return;
    }
    const { agentReadSeq, position, estimatedWaitSeconds } = this.getSnapshot();
    const waits = session.status === 'waiting';
    this.update({
      status: session.status,
      topic: session.topic ?? null,
      agentName: session.agentName ?? null,
      agentReadSeq: Math.max(agentReadSeq, session.agentReadSeq),
      position: waits ? position : null,
      estimatedWaitSeconds: waits ? estimatedWaitSeconds : null,
    });
  }

  #onClosed(sessionId: string): void {
    if (this.getSnapshot().sessionId !== sessionId) return;
    this.#storage.remove(SESSION_KEY);
    this.#typing.reset();
    this.#agentTyping.set(false);
    this.update({ status: 'closed', position: null, estimatedWaitSeconds: null });
  }

  /**
   * Whether an event is about the chat shown here. One that was opened in another tab
   * while there is none here becomes it. A seed server names no session: then it is ours.
   */
  #concerns(sessionId: string | undefined): boolean {
    const present = this.getSnapshot().sessionId;
    if (sessionId === undefined || sessionId === present) return present !== null;
    if (this.#isOpen || this.#starting) return false;
    this.#enter(sessionId);
    this.update({ status: 'starting' });
    this.#inquiry.go();
    return true;
  }

  #giveUpStarting(error: FrontdeskError): void {
    const starting = this.#starting;
    if (!starting) return;
    this.#starting = null;
    for (const { clientId } of this.#outbox.pending(UNSTARTED)) this.#outbox.fail(clientId, error);
    this.update({ ...NO_CHAT });
    starting.reject(error);
  }

  #sayTyping(isTyping: boolean): void {
    const { sessionId } = this.getSnapshot();
    if (sessionId) this.#channel.hint('typing', { sessionId, isTyping });
  }

  #render(): void {
    const { sessionId } = this.getSnapshot();
    const outgoing = [
      ...(sessionId ? this.#outbox.pending(sessionId) : []),
      ...this.#outbox.pending(UNSTARTED),
    ];
    const stored = this.#history?.timeline.messages ?? [];
    this.update({ messages: threadView(stored, outgoing, 'user') });
  }
}
