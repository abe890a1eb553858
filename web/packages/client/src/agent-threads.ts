// The conversations that are open in an agent's page, the messages on their way in them, and
// the receipts for what has arrived.

import type { ChatAgentChannel } from './agent-desk-state';
import { type AgentThread, AgentThreadKeeper } from './agent-thread';
import { refusal } from './errors';
import type { SyncAnswer } from './history';
import type { OutboxHome } from './outbox/home';
import { Outbox } from './outbox/outbox';
import type { Delivery, OutgoingMessage } from './outbox/outgoing';
import { DeliveryReporter } from './receipts';

export interface AgentThreadsOptions {
  fetch(sessionId: string, after: number): Promise<SyncAnswer>;
  deliver(message: OutgoingMessage): Promise<Delivery>;
  isOnline(): boolean;
  sayTyping(sessionId: string, isTyping: boolean): void;
  sayDelivered(sessionId: string, seq: number): void;
  /** `failed`: how many messages failed in each chat, whether it is open here or not. */
  onChange(threads: Readonly<Record<string, AgentThread>>, failed: FailedCounts): void;
  outboxHome?: OutboxHome | Promise<OutboxHome>;
}

/** By the chat's id; those without any are not in it. */
export type FailedCounts = Readonly<Record<string, number>>;

export const NONE_FAILED: FailedCounts = {};

export class AgentThreads {
  readonly outbox: Outbox;
  readonly reporter: DeliveryReporter;
  readonly #options: AgentThreadsOptions;
  readonly #keepers = new Map<string, AgentThreadKeeper>();
  #views: Readonly<Record<string, AgentThread>> = {};
  #failed: FailedCounts = NONE_FAILED;

  constructor(options: AgentThreadsOptions) {
    this.#options = options;
    this.reporter = new DeliveryReporter(options.sayDelivered);
    this.outbox = new Outbox({
      deliver: options.deliver,
      onDelivered: (stored) => this.at(stored.sessionId).add([stored]),
      onChange: (sessionId) => (sessionId ? this.#render(sessionId) : this.#renderAll()),
      canDeliver: () => options.isOnline(),
      home: options.outboxHome,
    });
  }

  /** The conversation of a session; opened when it was not. */
  at(sessionId: string): AgentThreadKeeper {
    let keeper = this.#keepers.get(sessionId);
    if (!keeper) {
      keeper = new AgentThreadKeeper(sessionId, {
        fetch: (after) => this.#options.fetch(sessionId, after),
        sayTyping: (isTyping) => this.#options.sayTyping(sessionId, isTyping),
        outgoing: () => this.outbox.pending(sessionId),
        onChange: () => this.#render(sessionId),
      });
      this.#keepers.set(sessionId, keeper);
      this.#render(sessionId);
    }
    return keeper;
  }

  /** The conversation of a session, if it is open. */
  find(sessionId: string): AgentThreadKeeper | undefined {
    return this.#keepers.get(sessionId);
  }

  all(): AgentThreadKeeper[] {
    return [...this.#keepers.values()];
  }

  /** Follows what the server tells of chats that are open here, and of those that come. */
  listen(channel: ChatAgentChannel): void {
    channel.on('session-accepted', ({ session, messages, note }) => {
      const thread = this.at(session.id);
      thread.add(messages);
      thread.setNote(note ?? null);
      thread.setSession(session);
    });
    channel.on('session-updated', (session) => this.find(session.id)?.setSession(session));
    channel.on('session-closed', ({ sessionId }) => this.find(sessionId)?.setClosed());
    channel.on('agent-status', ({ sessions }) => {
      for (const session of sessions) this.at(session.id).setSession(session);
    });
    channel.on('user-typing', ({ sessionId, isTyping }) =>
      this.find(sessionId)?.setUserTyping(isTyping),
    );
    channel.on('read', ({ sessionId, seq, by }) =>
      this.find(sessionId)?.setReceipt(by, { read: seq }),
    );
    channel.on('delivered', ({ sessionId, seq, by }) =>
      this.find(sessionId)?.setReceipt(by, { delivered: seq }),
    );
    channel.on('message-refused', (refused) =>
      this.outbox.fail(refused.clientId, refusal(refused)),
    );
  }

  /** Tells the customer that what is here has arrived. */
  report(sessionId: string): void {
    const seq = this.#keepers.get(sessionId)?.undelivered ?? null;
    if (seq !== null) this.reporter.arrived(sessionId, seq);
  }

  /** Closes all of them. */
  clear(): void {
    for (const keeper of this.#keepers.values()) keeper.close();
    this.#keepers.clear();
    this.reporter.close();
    this.#views = {};
    this.#publish();
  }

  #render(sessionId: string): void {
    const keeper = this.#keepers.get(sessionId);
    if (keeper) this.#views = { ...this.#views, [sessionId]: keeper.view() };
    this.#publish();
  }

  #renderAll(): void {
    this.#views = Object.fromEntries([...this.#keepers].map(([id, keeper]) => [id, keeper.view()]));
    this.#publish();
  }

  #publish(): void {
    const failed: Record<string, number> = {};
    for (const id of this.outbox.conversations()) {
      const count = this.outbox.pending(id).filter(({ state }) => state === 'failed').length;
      if (count > 0) failed[id] = count;
    }
    // The same object while it says the same, so that views can compare.
    if (JSON.stringify(failed) !== JSON.stringify(this.#failed)) this.#failed = failed;
    this.#options.onChange(this.#views, this.#failed);
  }
}
