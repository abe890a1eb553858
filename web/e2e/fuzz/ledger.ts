// What was sent and what became of it, by the senders' own account, with a trace of each message
// for when something is wrong.
import type { Json } from '../harness/wire';

export interface Sent {
  readonly clientId: string;
  readonly from: string;
  /** Empty for a first message whose chat is not known yet. */
  sessionId: string;
  readonly content: string;
  /** It must be refused, whatever happens. */
  readonly isBad: boolean;
  outcome: 'open' | 'acked' | 'refused';
  /** As the server has acknowledged it. */
  message?: Json;
  readonly trace: string[];
}

const TRACE_LINES = 60;

export class Ledger {
  readonly sent: Sent[] = [];
  readonly problems: string[] = [];
  private readonly byId = new Map<string, Sent>();
  private readonly began = Date.now();
  /** The last doings of each client. */
  private readonly doings = new Map<string, string[]>();

  /** Milliseconds since the run began. */
  now(): number {
    return Date.now() - this.began;
  }

  compose(sent: Pick<Sent, 'clientId' | 'from' | 'sessionId' | 'content' | 'isBad'>): Sent {
    const one: Sent = { ...sent, outcome: 'open', trace: [] };
    this.sent.push(one);
    this.byId.set(one.clientId, one);
    this.trace(one.clientId, `composed${one.isBad ? ', to be refused' : ''}`);
    return one;
  }

  find(clientId: string): Sent | undefined {
    return this.byId.get(clientId);
  }

  trace(clientId: string | null | undefined, what: string): void {
    if (!clientId) return;
    const lines = this.byId.get(clientId)?.trace;
    lines?.push(`${this.now()} ${what}`);
    if (lines && lines.length > TRACE_LINES) lines.splice(10, 1);
  }

  /** Something that a client did or that happened to it. */
  note(client: string, what: string): void {
    const lines = this.doings.get(client) ?? [];
    this.doings.set(client, lines);
    lines.push(`${this.now()} ${what}`);
    if (lines.length > TRACE_LINES) lines.shift();
  }

  /** Something is wrong. The trace of the message, and what its people did last, go along. */
  complain(what: string, clientId?: string | null, people: string[] = []): void {
    const sent = clientId ? this.byId.get(clientId) : undefined;
    const trace = sent ? [`  message ${clientId} of ${sent.from}:`, ...indent(sent.trace)] : [];
    const others = [...new Set([...(sent ? [sent.from] : []), ...people])].flatMap((one) => [
      `  ${one}:`,
      ...indent(this.doings.get(one) ?? []),
    ]);
    this.problems.push([what, ...trace, ...others].join('\n'));
  }
}

const indent = (lines: string[]): string[] => lines.map((line) => `    ${line}`);
