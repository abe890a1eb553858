// An agent at the console: accepts what is offered, writes in the chats that it holds, hands some
// on and closes some.
import type { Json } from '../harness/wire';
import { ContractClient, ignoreLost, type Setup } from './contract-client';
import type { Sent } from './ledger';
import type { Random } from './random';
import type { View } from './view';

export class Agent extends ContractClient {
  /** Chats that it takes for its own. */
  readonly mine = new Set<string>();
  /** Lets some offers pass, until told to accept everything. */
  acceptance = 0.8;
  private toldStatus: Promise<void> = Promise.resolve();
  private tellStatus: () => void = () => {};

  constructor(
    setup: Setup,
    private readonly random: Random,
  ) {
    super(setup, '/chat/agent');
    this.expectStatus();
    this.socket.on('disconnect', () => this.expectStatus());
    this.socket.on('agent-status', (state) => this.onStatus(state));
    this.socket.on('waiting-sessions', (waiting: Json[]) => {
      for (const { id } of waiting) this.consider(id);
    });
    this.socket.on('new-session', ({ id }) => this.consider(id));
    this.socket.on('session-accepted', (accepted) => this.onAccepted(accepted));
  }

  say(clientId: string, content: string, sessionId: string): void {
    const { ledger, name } = this.setup;
    this.post(ledger.compose({ clientId, from: name, sessionId, content, isBad: false }));
  }

  sayBadly(clientId: string, content: string, sessionId: string): void {
    const { ledger, name } = this.setup;
    this.post(ledger.compose({ clientId, from: name, sessionId, content, isBad: true }));
  }

  closeChat(sessionId: string): void {
    this.command('close-session', { sessionId }, () => this.onClosed(sessionId));
  }

  handOn(sessionId: string, toAgentId?: string): void {
    this.command('transfer-session', { sessionId, toAgentId }, () => this.loseChat(sessionId));
  }

  /**
   * One message of a chat at a time: an agent may lose the right to write in it and get it back,
   * so that of two that are on their way the first may be refused and the second be taken.
   */
  protected override isReady({ sessionId }: Sent): boolean {
    return !this.isUnderWay(sessionId);
  }

  protected override async heal(): Promise<void> {
    await this.toldStatus;
    await super.heal();
  }

  protected override onSynced(view: View, session: Json): void {
    super.onSynced(view, session);
    // Of one that is its own the answer may be older than the news that it is.
    const isOurs = this.mine.has(view.sessionId) || session.agentId === this.person;
    if (!isOurs) this.loseChat(view.sessionId);
  }

  protected override onUpdated(session: Json): void {
    super.onUpdated(session);
    if (this.views.has(session.id) && session.agentId !== this.person) this.loseChat(session.id);
  }

  protected override onClosed(sessionId: string): void {
    this.mine.delete(sessionId);
    if (this.views.has(sessionId)) super.onClosed(sessionId);
  }

  private expectStatus(): void {
    // Of the connection before: whoever waits for it finds that it is lost.
    this.tellStatus();
    this.toldStatus = new Promise((resolve) => {
      this.tellStatus = resolve;
    });
  }

  private onStatus({ sessions }: Json): void {
    this.mine.clear();
    for (const session of sessions) this.hold(session);
    this.tellStatus();
  }

  private onAccepted({ session, messages }: Json): void {
    this.hold(session);
    for (const message of messages) this.see(message, 'accepted');
    const view = this.view(session.id);
    if (view.hasGap && !view.syncing) void this.sync(view).catch(ignoreLost);
    this.changed();
  }

  private hold(session: Json): void {
    const view = this.view(session.id);
    view.learn(session);
    view.isLeft = false;
    this.mine.add(session.id);
  }

  private loseChat(sessionId: string): void {
    this.mine.delete(sessionId);
    this.view(sessionId).isLeft = true;
    this.changed();
  }

  private consider(sessionId: string): void {
    if (!this.random.chance(this.acceptance)) return;
    this.command('accept-session', { sessionId }, () => {});
  }

  private command(event: string, body: Json, then: () => void): void {
    this.note(`${event} ${JSON.stringify(body)}`);
    this.request(event, body).then((ack) => {
      this.note(`${event}: ${ack.success ? 'done' : ack.code}`);
      if (ack.success) then();
    }, ignoreLost);
  }
}
