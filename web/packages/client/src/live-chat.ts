// A customer's live chat: what a person can do in it. The session under it, and what the
// server tells of it, are `LiveChatSession`'s; delivery is the outbox's, completeness the
// history's.

import { FrontdeskError, toFrontdeskError } from './errors';
import { LiveChatSession } from './live-chat-session';
import {
  NO_CHAT,
  SESSION_KEY,
  STARTING_KEY,
  type StartOptions,
  UNSTARTED,
} from './live-chat-state';
import type { OutboxHome } from './outbox/home';
import type { Attachment, Availability, MessageLeft, OfflineMessage, PreChatForm } from './types';

export type { LiveChatOptions } from './live-chat-session';
export type {
  ChatUserChannel,
  LiveChatSnapshot,
  LiveChatStatus,
  StartOptions,
} from './live-chat-state';
export { SESSION_KEY } from './live-chat-state';

export class LiveChat extends LiveChatSession {
  /** Opens the socket and goes on with an open chat, if there is one. Starts none. */
  connect(): void {
    const isFound = this.goOn();
    this.channel.open();
    // Otherwise the connection itself goes on with what is open.
    if (isFound && this.isOnline) this.inquiry.go();
    // What an earlier page has asked for is asked for still.
    if (!isFound) this.beginAgain();
  }

  /** Opens a chat, or goes on with the open one. Waits for the connection if need be. */
  start(options: StartOptions = {}): Promise<void> {
    const { message = '', attachments = [], ...details } = options;
    const saysSomething = message !== '' || attachments.length > 0;
    if (this.isOpen) {
      if (saysSomething) this.send(message, attachments);
      this.connect();
      return Promise.resolve();
    }
    if (this.getSnapshot().status === 'closed') this.reset();
    if (saysSomething) this.#write(UNSTARTED, message, attachments);
    const topic = details.topic?.trim();
    return this.begin({ ...details, topic: topic === '' ? undefined : topic });
  }

  /**
   * Shows the message at once and delivers it in order; starts a chat where none is open.
   * Gives its `clientId`. Throws `outbox-full` when too much is unsent.
   */
  send(content: string, attachments: Attachment[] = []): string {
    const { sessionId } = this.getSnapshot();
    this.typingSender.reset();
    if (sessionId && this.isOpen) return this.#write(sessionId, content, attachments);
    if (this.getSnapshot().status === 'closed') this.reset();
    const clientId = this.#write(UNSTARTED, content, attachments);
    // What goes wrong stands in the snapshot and at the message.
    this.start().catch(() => {});
    return clientId;
  }

  /** Tries a failed message again; one of a chat that is over, in the open chat or a new one. */
  retry(clientId: string): void {
    const { sessionId } = this.getSnapshot();
    const open = this.isOpen && sessionId !== null ? sessionId : UNSTARTED;
    this.conversation.outbox.reassign(clientId, open);
    this.conversation.outbox.retry(clientId);
    if (
      !this.isOpen &&
      this.conversation.outbox.pending(UNSTARTED).some((m) => m.clientId === clientId)
    ) {
      this.start().catch(() => {});
    }
  }

  /** Drops a message that was not sent. */
  discard(clientId: string): void {
    this.conversation.outbox.discard(clientId);
  }

  /** Call it with true at every keystroke; throttling and expiry are done here. */
  typing(isTyping: boolean): void {
    if (this.getSnapshot().status === 'active') this.typingSender.set(isTyping);
  }

  /**
   * The person looks at this chat from now on, or no longer: nothing rings for it in any tab
   * while they do. Whether the page itself is hidden is seen here.
   */
  look(isLooking: boolean): void {
    this.attention?.look(isLooking ? this.getSnapshot().sessionId : null);
  }

  /** Everything shown so far has been seen. */
  markRead(): void {
    const { sessionId, messages } = this.getSnapshot();
    const read = messages.findLast((message) => message.sender === 'agent')?.seq ?? 0;
    if (sessionId) this.conversation.markRead(sessionId, read);
  }

  /** Ends the chat; the history stays to be read. */
  async end(): Promise<void> {
    const { sessionId } = this.getSnapshot();
    if (!sessionId || !this.isOpen) return;
    try {
      await this.channel.request('end-chat', { sessionId });
      this.onClosed(sessionId);
    } catch (thrown) {
      const error = toFrontdeskError(thrown);
      this.update({ error });
      throw error;
    }
  }

  /** Whether a chat about this topic (of the pre-chat form) would find somebody now. */
  availability(topicId?: string): Promise<Availability> {
    return this.api.availability.get({ topicId });
  }

  /** The questions before a chat. */
  preChatForm(): Promise<PreChatForm> {
    return this.api.availability.form();
  }

  /**
   * Leaves a message, which becomes a ticket: of the chat that waits, which ends with it, or a
   * new one.
   */
  async leaveMessage(message: OfflineMessage): Promise<MessageLeft> {
    const { sessionId, status } = this.getSnapshot();
    if (sessionId === null || status !== 'waiting') {
      return this.api.availability.leaveMessage(message);
    }
    const left = await this.api.availability.leaveChat(sessionId, { message: message.message });
    this.onClosed(sessionId);
    return left;
  }

  /** Forgets a closed chat, so that a new one can be started. An open one stays. */
  reset(): void {
    if (this.isOpen) return;
    this.leave();
    this.update({ ...NO_CHAT, error: null });
    this.conversation.render();
  }

  /** Closes the socket; the chat stays open on the server. */
  disconnect(): void {
    this.inquiry.cancel();
    this.typingSender.set(false);
    // What was written stays queued, and begins a chat with the next connection.
    this.giveUpStarting(new FrontdeskError({ code: 'aborted', message: 'Cancelled.' }));
    this.channel.close();
  }

  /**
   * Another person from now on: nothing of the last one stays here. Their unsent messages
   * stay kept for them alone.
   */
  forget(): void {
    this.conversation.outbox.leave();
    this.disconnect();
    this.storage.remove(SESSION_KEY);
    this.storage.remove(STARTING_KEY);
    this.leave();
    this.update({ ...NO_CHAT, error: null });
    this.conversation.render();
  }

  /** Where unsent messages are kept from now on. */
  settle(home: OutboxHome): void {
    this.conversation.outbox.settle(home);
  }

  /** Ends timers and socket, for good. */
  dispose(): void {
    this.disconnect();
    this.conversation.close();
  }

  #write(conversationId: string, content: string, attachments: Attachment[]): string {
    try {
      return this.conversation.outbox.add(conversationId, content, attachments).clientId;
    } catch (thrown) {
      this.update({ error: toFrontdeskError(thrown) });
      throw thrown;
    }
  }
}
