// The session under a customer's chat: starting it, finding it again after a reload or a
// dropped line, and following what the server tells of it. What a person does in a chat is
// added by `LiveChat`.

import type { Api } from './api';
import { FrontdeskError } from './errors';
import type { SyncAnswer } from './history';
import { Inquiry } from './inquiry';
import { LiveChatConversation } from './live-chat-conversation';
import { type Initiated, initiate } from './live-chat-initiate';
import { followStanding } from './live-chat-standing';
import {
  type ChatUserChannel,
  deferred,
  type LiveChatSnapshot,
  NO_CHAT,
  readDetails,
  SESSION_KEY,
  STARTING_KEY,
  type StartDetails,
  type Starting,
  UNSTARTED,
} from './live-chat-state';
import type { OutboxHome } from './outbox/home';
import type { KeyValueStorage } from './storage';
import { Store } from './store';
import type { Attention } from './tabs/attention';
import type { ChatMessage, ChatSession } from './types';
import { TypingIndicator, TypingSender } from './typing';

export interface LiveChatOptions {
  storage: KeyValueStorage;
  /** For what goes by REST. */
  api: Api;
  /** Where messages that were not sent are kept; memory when it is missing. */
  outboxHome?: OutboxHome | Promise<OutboxHome>;
  /** What the person looks at in other tabs. */
  attention?: Attention;
}

export abstract class LiveChatSession extends Store<LiveChatSnapshot> {
  protected readonly channel: ChatUserChannel;
  protected readonly storage: KeyValueStorage;
  protected readonly api: Api;
  protected readonly attention: Attention | null;
  protected readonly conversation: LiveChatConversation;
  protected readonly typingSender: TypingSender;
  protected readonly agentTyping: TypingIndicator;
  /** Asks the server for the session: the one that is started, or that was open. */
  protected readonly inquiry: Inquiry;
  protected starting: Starting | null = null;
  /** How often the server has told of its own accord how the session stands. */
  #told = 0;

  constructor(channel: ChatUserChannel, options: LiveChatOptions) {
    super({
      ...NO_CHAT,
      connection: channel.getSnapshot(),
      messages: [],
      stranded: [],
      error: null,
    });
    this.channel = channel;
    this.storage = options.storage;
    this.api = options.api;
    this.attention = options.attention ?? null;
    this.conversation = new LiveChatConversation({
      channel,
      outboxHome: options.outboxHome,
      sessionId: () => this.getSnapshot().sessionId,
      isOnline: () => this.isOnline,
      fetch: (sessionId, after) => this.#sync(sessionId, after),
      onChange: (part) => this.update(part),
      onRestored: () => this.#onRestored(),
    });
    this.inquiry = new Inquiry({
      next: () => this.#nextQuestion(),
      isOnline: () => this.isOnline,
      onFailure: (error) => this.#onFailedQuestion(error),
    });
    this.typingSender = new TypingSender((isTyping) => this.#sayTyping(isTyping));
    this.agentTyping = new TypingIndicator((agentTyping) => this.update({ agentTyping }));
    this.#listen();
  }

  /** Hears of every new message of an agent. */
  onMessage(listener: (message: ChatMessage) => void): () => void {
    return this.conversation.arrivals.add(listener);
  }

  protected get isOnline(): boolean {
    return this.channel.getSnapshot().status === 'online';
  }

  /** There is a session that, as far as is known here, is not over. */
  protected get isOpen(): boolean {
    const { sessionId, status } = this.getSnapshot();
    return sessionId !== null && status !== 'closed' && status !== 'idle';
  }

  /** Asks for a session, with these details, as soon as there is a line. */
  protected begin(details: StartDetails): Promise<void> {
    if (!this.starting) {
      this.starting = deferred(details);
      this.storage.set(STARTING_KEY, JSON.stringify(details));
      this.update({ status: 'starting', topic: details.topic ?? null, error: null });
    }
    const { promise } = this.starting;
    this.channel.open();
    if (this.isOnline) this.inquiry.go();
    return promise;
  }

  /** Goes on with a session; false when there is none to go on with. */
  protected goOn(): boolean {
    if (this.getSnapshot().sessionId !== null || this.starting) return false;
    const stored = this.storage.get(SESSION_KEY);
    if (stored === null) return false;
    this.enter(stored);
    this.update({ status: 'starting' });
    return true;
  }

  /** What was written before there is a session, and waits for one. */
  protected get hasUnstarted(): boolean {
    return this.conversation.outbox.pending(UNSTARTED).some(({ state }) => state === 'queued');
  }

  /** Goes on with a start that a reload has interrupted. */
  protected beginAgain(): void {
    if (this.isOpen || this.starting || !this.hasUnstarted) return;
    this.begin(readDetails(this.storage)).catch(() => {});
  }

  /** Makes a session the one that is shown; the same one again changes nothing. */
  protected enter(sessionId: string): void {
    this.storage.set(SESSION_KEY, sessionId);
    if (this.getSnapshot().sessionId === sessionId) return;
    this.typingSender.reset();
    this.conversation.enter(sessionId);
    this.update({ ...NO_CHAT, topic: this.getSnapshot().topic, sessionId });
    this.conversation.render();
  }

  protected leave(): void {
    this.conversation.leave();
    this.typingSender.reset();
  }

  protected giveUpStarting(error: FrontdeskError): void {
    const { starting } = this;
    if (!starting) return;
    this.starting = null;
    if (error.code !== 'aborted') {
      for (const { clientId } of this.conversation.outbox.pending(UNSTARTED))
        this.conversation.outbox.fail(clientId, error);
    }
    this.update({ ...NO_CHAT });
    starting.reject(error);
  }

  protected onClosed(sessionId: string): void {
    if (this.getSnapshot().sessionId !== sessionId) return;
    this.storage.remove(SESSION_KEY);
    this.typingSender.reset();
    this.agentTyping.set(false);
    this.update({ status: 'closed', position: null, estimatedWaitSeconds: null });
  }

  #listen(): void {
    const { channel } = this;
    channel.subscribe(() => this.#onConnectionChange());
    channel.onOnline(() => this.#onOnline());
    channel.on('chat-message', (message) => this.#onMessage(message));
    followStanding(channel, {
      concerns: (sessionId) => this.#concerns(sessionId),
      update: (change) => this.update(change),
      onTold: () => {
        this.#told += 1;
      },
      onTyping: (isTyping) => this.agentTyping.set(isTyping),
      onSession: (session) => this.#onSession(session),
      onClosed: (sessionId) => this.onClosed(sessionId),
      onReceipt: (by, receipt) => this.conversation.hearReceipt(by, receipt),
    });
  }

  #onOnline(): void {
    const { sessionId } = this.getSnapshot();
    if (sessionId) this.conversation.forgetReported(sessionId);
    this.inquiry.go();
    this.conversation.outbox.flush();
  }

  #onConnectionChange(): void {
    const connection = this.channel.getSnapshot();
    this.update({ connection });
    this.conversation.outbox.setActive(connection.status !== 'idle');
    if (connection.status !== 'online') this.agentTyping.set(false);
    else if (this.getSnapshot().error?.code === 'unauthenticated') this.update({ error: null });
    if (connection.status === 'refused') {
      const message = connection.reason ?? 'Sign in first.';
      const error = new FrontdeskError({ code: 'unauthenticated', message });
      this.giveUpStarting(error);
      this.update({ error });
    }
  }

  #onRestored(): void {
    if (this.channel.getSnapshot().status !== 'idle') this.beginAgain();
  }

  /** What was asked for, or the session that was open. */
  #nextQuestion(): (() => Promise<void>) | null {
    if (this.starting) return () => this.#initiate();
    if (this.isOpen) return () => this.#resume();
    return null;
  }

  #onFailedQuestion(error: FrontdeskError): void {
    // It is asked again by itself.
    if (error.isTransient) {
      if (error.code !== 'offline') this.update({ error });
      return;
    }
    if (this.starting) {
      this.giveUpStarting(error);
      this.update({ error });
      return;
    }
    // The session is gone, or another person's: there is nothing to go on with.
    const { sessionId } = this.getSnapshot();
    this.storage.remove(SESSION_KEY);
    this.leave();
    this.update({ ...NO_CHAT });
    if (sessionId) this.conversation.outbox.move(sessionId, UNSTARTED);
    this.conversation.render();
    // What was written meanwhile begins a chat of its own.
    this.beginAgain();
  }

  async #initiate(): Promise<void> {
    const { starting } = this;
    const first = this.conversation.outbox
      .pending(UNSTARTED)
      .find(({ state }) => state === 'queued');
    const answer = await initiate(this.channel, starting?.details, first);
    if (starting !== this.starting) return;
    this.starting = null;
    this.#onInitiated(answer);
    starting?.resolve();
    // An agent may have joined between the server's answer and its arrival.
    await this.conversation.catchUp();
  }

  async #resume(): Promise<void> {
    await this.conversation.catchUp();
    if (!this.isOpen) return;
    const told = this.#told;
    const answer = await initiate(this.channel);
    this.#onInitiated(answer);
    if (told !== this.#told) await this.conversation.catchUp();
  }

  #onInitiated(answer: Initiated): void {
    const { sessionId } = answer;
    this.storage.remove(STARTING_KEY);
    this.enter(sessionId);
    this.update({
      status: answer.status,
      agentName: answer.agentName ?? null,
      position: answer.position ?? null,
      estimatedWaitSeconds: answer.estimatedWaitSeconds ?? null,
      error: null,
    });
    this.conversation.add(answer.messages);
    // The first message came along, unless an older chat went on: then it is sent now.
    const arrived = new Set(answer.messages.map((message) => message.clientId));
    for (const { clientId } of this.conversation.outbox.pending(UNSTARTED)) {
      if (arrived.has(clientId)) this.conversation.outbox.confirm(clientId);
    }
    this.conversation.outbox.move(UNSTARTED, sessionId);
    this.conversation.outbox.flush();
  }

  async #sync(sessionId: string, after: number): Promise<SyncAnswer> {
    const told = this.#told;
    const { messages, more, session } = await this.channel.request('sync', { sessionId, after });
    // An event has overtaken the answer, or the other way round: only a new answer is surely new.
    if (told !== this.#told) return this.#sync(sessionId, after);
    if (this.getSnapshot().sessionId === sessionId) this.#onSession(session);
    return { messages, more, head: session.messageCount };
  }

  #onMessage(message: ChatMessage): void {
    if (!this.#concerns(message.sessionId)) return;
    if (message.sender === 'agent') this.agentTyping.set(false);
    this.conversation.hear(message);
  }

  #onSession(session: ChatSession): void {
    this.conversation.hearSession(session);
    if (session.status === 'closed') {
      this.onClosed(session.id);
      return;
    }
    const { position, estimatedWaitSeconds } = this.getSnapshot();
    const waits = session.status === 'waiting';
    this.update({
      status: session.status,
      topic: session.topic ?? null,
      agentName: session.agentName ?? null,
      position: waits ? position : null,
      estimatedWaitSeconds: waits ? estimatedWaitSeconds : null,
    });
  }

  /**
   * Whether an event is about the chat shown here. One that was opened in another tab
   * while there is none here becomes it. A seed server names no session: then it is ours.
   */
  #concerns(sessionId: string | undefined): boolean {
    const present = this.getSnapshot().sessionId;
    if (sessionId === undefined || sessionId === present) return present !== null;
    if (this.isOpen || this.starting) return false;
    this.enter(sessionId);
    this.update({ status: 'starting' });
    this.inquiry.go();
    return true;
  }

  #sayTyping(isTyping: boolean): void {
    const { sessionId } = this.getSnapshot();
    if (sessionId) this.channel.hint('typing', { sessionId, isTyping });
  }
}
