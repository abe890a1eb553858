// The session under a customer's chat: starting it, finding it again after a reload or a
// dropped line, and following what the server tells of it. What a person does in a chat is
// added by `LiveChat`.

import type { Api } from './api';
import { FrontdeskError, refusal } from './errors';
import type { ChatUserClientEvents, ChatUserServerEvents } from './generated/events';
import { History, type SyncAnswer } from './history';
import { Inquiry } from './inquiry';
import {
  deferred,
  type LiveChatSnapshot,
  NO_CHAT,
  type StartDetails,
  type Starting,
} from './live-chat-state';
import type { OutboxHome } from './outbox/home';
import { Outbox } from './outbox/outbox';
import { type Delivery, deliveryOf, type OutgoingMessage } from './outbox/outgoing';
import { type BothReceipts, DeliveryReporter, receiptsOf, withReceipt } from './receipts';
import type { Channel } from './socket';
import type { KeyValueStorage } from './storage';
import { Store } from './store';
import type { Attention } from './tabs/attention';
import { NO_RECEIPTS, type ThreadMessage, threadView } from './thread';
import type { ChatMessage, ChatSession, ChatStatus } from './types';
import { TypingIndicator, TypingSender } from './typing';

export type ChatUserChannel = Channel<ChatUserClientEvents, ChatUserServerEvents>;

/** Where the id of the open session is kept, so that a reload goes on with it. */
export const SESSION_KEY = 'frontdesk.chat.session';
/** Where the details of a start are kept until there is a session. */
export const STARTING_KEY = 'frontdesk.chat.starting';
/** Under this the outbox keeps what was written before there is a session. */
export const UNSTARTED = 'unstarted';

/** Events that say how the session stands. */
const STANDING = [
  'agent-joined',
  'agent-left',
  'waiting-for-agent',
  'session-updated',
  'session-closed',
] as const;

export interface LiveChatOptions {
  storage: KeyValueStorage;
  /** For what goes by REST. */
  api: Api;
  /** Where messages that were not sent are kept; memory when it is missing. */
  outboxHome?: OutboxHome | Promise<OutboxHome>;
  /** What the person looks at in other tabs. */
  attention?: Attention;
}

const NOTHING: readonly ThreadMessage[] = [];

/** What `initiate-chat` answers, as far as it is used. */
interface Initiated {
  sessionId: string;
  status: ChatStatus;
  messages: ChatMessage[];
  agentName?: string | null;
  position?: number | null;
  estimatedWaitSeconds?: number | null;
}

export abstract class LiveChatSession extends Store<LiveChatSnapshot> {
  protected readonly channel: ChatUserChannel;
  protected readonly storage: KeyValueStorage;
  protected readonly api: Api;
  protected readonly attention: Attention | null;
  protected readonly outbox: Outbox;
  protected readonly typingSender: TypingSender;
  protected readonly agentTyping: TypingIndicator;
  /** Asks the server for the session: the one that is started, or that was open. */
  protected readonly inquiry: Inquiry;
  protected readonly reporter: DeliveryReporter;
  protected history: History | null = null;
  protected starting: Starting | null = null;
  protected receipts: BothReceipts = NO_RECEIPTS;
  /** How often the server has told of its own accord how the session stands. */
  #told = 0;
  readonly #messageListeners = new Set<(message: ChatMessage) => void>();

  constructor(channel: ChatUserChannel, options: LiveChatOptions) {
    super({
      ...NO_CHAT,
      connection: channel.getSnapshot(),
      messages: [],
      stranded: NOTHING,
      error: null,
    });
    this.channel = channel;
    this.storage = options.storage;
    this.api = options.api;
    this.attention = options.attention ?? null;
    this.outbox = new Outbox({
      deliver: (message) => this.#deliver(message),
      onDelivered: (stored) => this.#onStored(stored),
      onChange: () => this.render(),
      onRestored: () => this.#onRestored(),
      canDeliver: (id) => id !== UNSTARTED && this.isOnline,
      home: options.outboxHome,
    });
    this.inquiry = new Inquiry({
      next: () => this.#nextQuestion(),
      isOnline: () => this.isOnline,
      onFailure: (error) => this.#onFailedQuestion(error),
    });
    this.typingSender = new TypingSender((isTyping) => this.#sayTyping(isTyping));
    this.agentTyping = new TypingIndicator((agentTyping) => this.update({ agentTyping }));
    this.reporter = new DeliveryReporter((sessionId, seq) => this.#sayDelivered(sessionId, seq));
    this.#listen();
  }

  /** Hears of every new message of an agent. */
  onMessage(listener: (message: ChatMessage) => void): () => void {
    this.#messageListeners.add(listener);
    return () => void this.#messageListeners.delete(listener);
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
    return this.outbox.pending(UNSTARTED).some(({ state }) => state === 'queued');
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
    this.leave();
    this.history = new History({
      fetch: (after) => this.#sync(sessionId, after),
      onChange: () => this.render(),
    });
    this.update({ ...NO_CHAT, topic: this.getSnapshot().topic, sessionId });
    this.render();
  }

  protected leave(): void {
    this.history?.close();
    this.history = null;
    this.receipts = NO_RECEIPTS;
    this.reporter.close();
    this.typingSender.reset();
  }

  protected giveUpStarting(error: FrontdeskError): void {
    const { starting } = this;
    if (!starting) return;
    this.starting = null;
    if (error.code !== 'aborted') {
      for (const { clientId } of this.outbox.pending(UNSTARTED)) this.outbox.fail(clientId, error);
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

  /** How far a side has received or read. */
  protected setReceipts(receipts: BothReceipts): void {
    if (receipts === this.receipts) return;
    this.receipts = receipts;
    this.render();
  }

  protected render(): void {
    const { sessionId } = this.getSnapshot();
    const outgoing = [
      ...(sessionId ? this.outbox.pending(sessionId) : []),
      ...this.outbox.pending(UNSTARTED),
    ];
    const stranded = this.#stranded(sessionId);
    const stored = this.history?.timeline.messages ?? [];
    const { agent, user } = this.receipts;
    this.update({
      messages: threadView(stored, outgoing, 'user', this.receipts),
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

  #listen(): void {
    const { channel } = this;
    for (const name of STANDING) {
      channel.on(name, () => {
        this.#told += 1;
      });
    }
    channel.subscribe(() => this.#onConnectionChange());
    channel.onOnline(() => this.#onOnline());
    channel.on('chat-message', (message) => this.#onMessage(message));
    channel.on('agent-joined', (agentName, details) => {
      if (!this.#concerns(details?.sessionId)) return;
      this.update({
        status: 'active',
        agentName,
        agentOnline: true,
        position: null,
        estimatedWaitSeconds: null,
      });
    });
    channel.on('agent-left', ({ sessionId }) => {
      if (!this.#concerns(sessionId)) return;
      this.agentTyping.set(false);
      this.update({ status: 'waiting', agentName: null, agentOnline: null });
    });
    channel.on('agent-typing', (isTyping, details) => {
      if (this.#concerns(details?.sessionId)) this.agentTyping.set(isTyping);
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
    channel.on('message-refused', (refused) =>
      this.outbox.fail(refused.clientId, refusal(refused)),
    );
    channel.on('session-closed', ({ sessionId }) => this.onClosed(sessionId));
    channel.on('read', ({ sessionId, seq, by }) => {
      if (this.#concerns(sessionId))
        this.setReceipts(withReceipt(this.receipts, by, { read: seq }));
    });
    channel.on('delivered', ({ sessionId, seq, by }) => {
      if (this.#concerns(sessionId))
        this.setReceipts(withReceipt(this.receipts, by, { delivered: seq }));
    });
    channel.on('agent-presence', ({ sessionId, online }) => {
      if (this.#concerns(sessionId)) this.update({ agentOnline: online });
    });
  }

  #onOnline(): void {
    // A receipt that was told over the last line may be lost.
    const { sessionId } = this.getSnapshot();
    if (sessionId) this.reporter.forget(sessionId);
    this.inquiry.go();
    this.outbox.flush();
  }

  #onConnectionChange(): void {
    const connection = this.channel.getSnapshot();
    this.update({ connection });
    this.outbox.setActive(connection.status !== 'idle');
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
    if (sessionId) this.outbox.move(sessionId, UNSTARTED);
    this.render();
    // What was written meanwhile begins a chat of its own.
    this.beginAgain();
  }

  async #initiate(): Promise<void> {
    const { starting } = this;
    const details = starting?.details;
    const first = this.outbox.pending(UNSTARTED).find(({ state }) => state === 'queued');
    const answer = await this.channel.request('initiate-chat', {
      topic: details?.topic ?? null,
      topicId: details?.topicId ?? null,
      answers: details?.answers ?? null,
      message: first?.content || null,
      clientId: first?.clientId ?? null,
      attachments: first?.attachments.map((attachment) => attachment.cid) ?? [],
    });
    if (starting !== this.starting) return;
    this.starting = null;
    this.#onInitiated(answer);
    starting?.resolve();
    // An agent may have joined between the server's answer and its arrival.
    await this.history?.catchUp();
  }

  async #resume(): Promise<void> {
    await this.history?.catchUp();
    if (!this.isOpen) return;
    const told = this.#told;
    const answer = await this.channel.request('initiate-chat', {
      topic: null,
      topicId: null,
      answers: null,
      message: null,
      clientId: null,
      attachments: [],
    });
    this.#onInitiated(answer);
    if (told !== this.#told) await this.history?.catchUp();
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
    this.history?.add(answer.messages);
    // The first message came along, unless an older chat went on: then it is sent now.
    const arrived = new Set(answer.messages.map((message) => message.clientId));
    for (const { clientId } of this.outbox.pending(UNSTARTED)) {
      if (arrived.has(clientId)) this.outbox.confirm(clientId);
    }
    this.outbox.move(UNSTARTED, sessionId);
    this.outbox.flush();
  }

  async #sync(sessionId: string, after: number): Promise<SyncAnswer> {
    const told = this.#told;
    const { messages, more, session } = await this.channel.request('sync', { sessionId, after });
    // An event has overtaken the answer, or the other way round: only a new answer is surely new.
    if (told !== this.#told) return this.#sync(sessionId, after);
    if (this.getSnapshot().sessionId === sessionId) this.#onSession(session);
    return { messages, more, head: session.messageCount };
  }

  async #deliver(message: OutgoingMessage): Promise<Delivery> {
    const answer = await this.channel.request('chat-message', {
      sessionId: message.conversationId,
      content: message.content,
      clientId: message.clientId,
      attachments: message.attachments.map((attachment) => attachment.cid),
    });
    return deliveryOf(answer);
  }

  /** The outbox, which may belong to several tabs, has delivered. */
  #onStored(stored: ChatMessage): void {
    if (stored.sessionId === this.getSnapshot().sessionId) this.history?.add([stored]);
  }

  #onMessage(message: ChatMessage): void {
    if (!this.#concerns(message.sessionId)) return;
    const isNew = message.seq > (this.history?.lastSeq ?? 0);
    if (message.sender === 'agent') this.agentTyping.set(false);
    this.history?.add([message]);
    if (message.clientId) this.outbox.confirm(message.clientId);
    if (!isNew || message.sender !== 'agent') return;
    for (const listener of [...this.#messageListeners]) listener(message);
  }

  #onSession(session: ChatSession): void {
    this.setReceipts(receiptsOf(session, this.receipts));
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

  /** What has arrived here has arrived at this person's side. */
  #reportArrivals(stored: readonly ChatMessage[]): void {
    const { sessionId } = this.getSnapshot();
    const last = stored.findLast(({ sender }) => sender === 'agent')?.seq ?? 0;
    if (sessionId && last > this.receipts.user.delivered) this.reporter.arrived(sessionId, last);
  }

  #sayDelivered(sessionId: string, seq: number): void {
    // Of several tabs one tells it.
    if (!this.outbox.isSender || sessionId !== this.getSnapshot().sessionId) return;
    if (seq <= this.receipts.user.delivered) return;
    this.channel
      .request('delivered', { sessionId, seq })
      .catch(() => this.reporter.forget(sessionId));
  }
}

function readDetails(storage: KeyValueStorage): StartDetails {
  try {
    const kept: unknown = JSON.parse(storage.get(STARTING_KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
