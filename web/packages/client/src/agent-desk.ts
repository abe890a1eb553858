// The agents' side of live chat: what an agent can do. What is heard and shown is
// `AgentDeskFeed`'s.

import { ActivityReporter } from './activity';
import { AgentDeskFeed } from './agent-desk-feed';
import { NOTHING } from './agent-desk-state';
import { noLongerHeld, noLongerWaiting, withStatus } from './agent-queue';
import { toFrontdeskError } from './errors';
import type { OutboxHome } from './outbox/home';
import type { AgentStatus, Attachment } from './types';

export type { AgentDeskOptions, AgentDeskSnapshot, ChatAgentChannel } from './agent-desk-state';
export type { AgentThread } from './agent-thread';

export class AgentDesk extends AgentDeskFeed {
  /** Opens the socket; the queue and the held chats follow by themselves. */
  connect(): void {
    this.activity ??= new ActivityReporter(() => this.channel.hint('activity'));
    this.channel.open();
  }

  disconnect(): void {
    this.activity?.close();
    this.activity = null;
    this.channel.close();
  }

  /** Takes a waiting chat. Exactly one agent wins; a late one gets a `conflict`. */
  async accept(sessionId: string): Promise<void> {
    try {
      await this.act(() => this.channel.request('accept-session', { sessionId }));
    } catch (thrown) {
      if (['conflict', 'not-found'].includes(toFrontdeskError(thrown).code)) {
        this.update(noLongerWaiting(this.queue, sessionId));
      }
      throw thrown;
    }
    this.update(noLongerWaiting(this.queue, sessionId));
  }

  /**
   * Shows the message at once and delivers it in order. Gives its `clientId`. Throws
   * `outbox-full` when too much is unsent.
   */
  send(sessionId: string, content: string, attachments: Attachment[] = []): string {
    this.threads.at(sessionId).typing.reset();
    return this.threads.outbox.add(sessionId, content, attachments).clientId;
  }

  /** Tries a failed message again. */
  retry(clientId: string): void {
    this.threads.outbox.retry(clientId);
  }

  /** Drops a message that was not sent. */
  discard(clientId: string): void {
    this.threads.outbox.discard(clientId);
  }

  /** Call it with true at every keystroke; throttling and expiry are done here. */
  typing(sessionId: string, isTyping: boolean): void {
    this.threads.at(sessionId).typing.set(isTyping);
  }

  /** Everything shown of this chat so far has been seen. */
  markRead(sessionId: string): void {
    if (!this.isOnline) return;
    const seq = this.threads.find(sessionId)?.markRead();
    if (!seq) return;
    this.threads.reporter.known(sessionId, seq);
    // A lost receipt is made good by the next one.
    this.channel.request('read', { sessionId, seq }).catch(() => {});
  }

  /** Ends a chat, for both sides. */
  async close(sessionId: string): Promise<void> {
    await this.act(() => this.channel.request('close-session', { sessionId }));
    this.onClosed(sessionId);
  }

  /** An agent who is not available is offered nothing. */
  async setStatus(status: AgentStatus): Promise<void> {
    await this.act(() => this.channel.request('set-status', { status }));
    this.update(withStatus(this.queue, status));
  }

  /** Hands a chat on: to an agent, or back to the queue when `toAgentId` is missing. */
  async transfer(
    sessionId: string,
    to: { toAgentId?: string; toTeam?: string; note?: string } = {},
  ): Promise<void> {
    await this.act(() => this.channel.request('transfer-session', { sessionId, ...to }));
    this.update(noLongerHeld(this.queue, sessionId));
  }

  /**
   * Makes `threads[sessionId]`, of any session, and fetches its whole history. Before there
   * is a connection it waits for one.
   */
  open(sessionId: string): Promise<void> {
    const thread = this.threads.at(sessionId);
    return this.act(() => thread.catchUp());
  }

  /**
   * The conversation (a chat or a ticket) that the agent looks at from now on, and whether they
   * write in it; null for none. Colleagues who look at it are told, and `viewers` tells who
   * they are.
   */
  look(conversationId: string | null, isWriting = false): void {
    this.view.look(conversationId, isWriting);
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
    this.threads.outbox.leave();
    this.disconnect();
    this.threads.clear();
    this.view.forget();
    this.told.clear();
    this.update({ ...NOTHING });
  }

  /** Where unsent messages are kept from now on. */
  settle(home: OutboxHome): void {
    this.threads.outbox.settle(home);
  }

  /** Ends timers and socket, for good. */
  dispose(): void {
    this.threads.outbox.close();
    this.disconnect();
    this.threads.clear();
  }
}
