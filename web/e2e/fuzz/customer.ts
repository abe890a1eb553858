// A customer in one of their tabs: opens a chat with the first message, writes, ends it now and
// then, and opens the next.
import type { Json } from '../harness/wire';
import { ContractClient, ignoreLost, type Setup } from './contract-client';
import type { Sent } from './ledger';

export class Customer extends ContractClient {
  /** The chat that it takes for open. */
  private current: string | undefined;

  constructor(setup: Setup) {
    super(setup, '/chat/user');
  }

  /** Writes into the open chat, or opens one with it. */
  say(clientId: string, content: string): void {
    const sessionId = this.openChat() ?? '';
    const { ledger, name } = this.setup;
    this.post(ledger.compose({ clientId, from: name, sessionId, content, isBad: false }));
  }

  /** Writes what must be refused. */
  sayBadly(clientId: string, content: string, sessionId = this.openChat()): boolean {
    if (!sessionId) return false;
    const { ledger, name } = this.setup;
    this.post(ledger.compose({ clientId, from: name, sessionId, content, isBad: true }));
    return true;
  }

  closedChat(): string | undefined {
    return [...this.views.values()].find((view) => view.isComplete)?.sessionId;
  }

  openChat(): string | undefined {
    const current = this.current;
    if (current && this.view(current).status === 'closed') return undefined;
    return current;
  }

  end(): void {
    const sessionId = this.openChat();
    if (!sessionId || !this.socket.connected) return;
    this.note(`ends ${sessionId}`);
    this.request('end-chat', { sessionId }).then((ack) => {
      if (ack.success) this.onClosed(sessionId);
    }, ignoreLost);
  }

  /** A message without a chat goes out alone: as the first of a new one. */
  protected override isReady(sent: Sent): boolean {
    return sent.sessionId !== '' || this.outbox[0] === sent;
  }

  protected override transmit(sent: Sent): Promise<Json> {
    if (sent.sessionId !== '') return super.transmit(sent);
    const { content, clientId } = sent;
    return this.request('initiate-chat', { topic: 'Fuzz', message: content, clientId });
  }

  protected override ownMessage(sent: Sent, ack: Json): Json | undefined {
    const { sessionId, status } = ack;
    this.current = sessionId;
    this.view(sessionId).learn({ status });
    for (const message of ack.messages)
      if (message.clientId !== sent.clientId) this.see(message, 'initiate');
    for (const later of this.outbox)
      if (later.sessionId === '' && later !== sent) later.sessionId = sessionId;
    return ack.messages.find((message: Json) => message.clientId === sent.clientId);
  }
}
