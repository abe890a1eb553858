// The smallest client that keeps the contract, over socket.io-client alone: a `clientId` on each
// message, sent again after each reconnection until it is acknowledged or refused; `sync` from the
// last `seq` without a gap at each reconnection and whenever there is a gap. It shares no code
// with the client package, so that what it proves it proves of the server.
import { isDeepStrictEqual } from 'node:util';
import { io as latest, type Socket } from 'socket.io-client';
import { io as seed } from 'socket.io-client-4-5';
import type { FaultyLine } from '../harness/faulty-line';
import { type Claims, token } from '../harness/tokens';
import type { Json, Variant } from '../harness/wire';
import type { Ledger, Sent } from './ledger';
import { View } from './view';

export interface Setup {
  name: string;
  line: FaultyLine;
  claims: Claims & { sub: string };
  variant: Variant;
  ledger: Ledger;
  /** Messages that may be on their way at once. */
  window: number;
  /** Whether the own message in a `sync` counts as its acknowledgement, or it is sent again. */
  settlesBySync: boolean;
  /** Whether it sends again before it has synced. */
  sendsFirst: boolean;
}

/** After this long without an answer the line counts as dead. */
const ANSWER_MS = 4_000;
const RETRY_MS = 50;
/** Refusals that end with time; everything else is final. */
const TEMPORARY = ['unavailable', 'rate-limited'];

/** The connection ended before the answer came. */
class Lost extends Error {}

export abstract class ContractClient {
  readonly socket: Socket;
  readonly views = new Map<string, View>();
  readonly outbox: Sent[] = [];
  protected isHealed = false;
  private readonly underway = new Set<Sent>();
  private readonly requests = new Set<() => void>();
  private readonly watchers = new Set<() => void>();
  /** The last `seq` that came by an event on this connection, of each chat. */
  private readonly heard = new Map<string, number>();
  private era = 0;
  private isClosed = false;
  private watchdog: NodeJS.Timeout | undefined;

  constructor(
    readonly setup: Setup,
    namespace: string,
  ) {
    const { line, variant, claims } = setup;
    const io = (variant.client === 'latest' ? latest : seed) as typeof latest;
    this.socket = io(line.url + namespace, {
      transports: variant.transport === 'upgrade' ? ['polling', 'websocket'] : [variant.transport],
      auth: { token: token(claims) },
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 10,
      reconnectionDelayMax: 80,
      timeout: ANSWER_MS,
    });
    this.socket.on('connect', () => void this.begin());
    this.socket.on('disconnect', (reason) => this.lose(reason));
    this.socket.on('connect_error', (error) => this.note(`cannot connect: ${error.message}`));
    this.socket.on('chat-message', (message) => this.hear(message));
    this.socket.on('session-closed', ({ sessionId }) => this.onClosed(sessionId));
    this.socket.on('session-updated', (session) => this.onUpdated(session));
  }

  get name(): string {
    return this.setup.name;
  }

  get person(): string {
    return this.setup.claims.sub;
  }

  get pending(): number {
    return this.outbox.length;
  }

  /** Nothing is left to do for it: it is connected, has synced and has sent everything. */
  get isQuiet(): boolean {
    return (
      this.socket.connected &&
      this.isHealed &&
      this.outbox.length === 0 &&
      [...this.views.values()].every((view) => !view.syncing && (!view.hasGap || view.isLeft))
    );
  }

  /** Asks for a sign of life: without an answer in time the line is given up. */
  doubt(): boolean {
    const [view] = this.views.values();
    if (!view || !this.socket.connected) return false;
    this.request('sync', { sessionId: view.sessionId, after: view.last }).catch(ignoreLost);
    return true;
  }

  connect(): void {
    this.socket.connect();
    this.watch();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.watchdog);
    this.socket.disconnect();
  }

  /** Resolves when the condition holds; looked at after everything that happens. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
    });
  }

  /** Puts a message into the outbox. */
  protected post(sent: Sent): void {
    this.outbox.push(sent);
    this.pump();
  }

  /** How the first message of a new chat goes out; everything else is a `chat-message`. */
  protected transmit(sent: Sent): Promise<Json> {
    const { sessionId, content, clientId } = sent;
    return this.request('chat-message', { sessionId, content, clientId });
  }

  /** What is to be known again after each connection. */
  protected async heal(): Promise<void> {
    const open = [...this.views.values()].filter((view) => !view.isComplete && !view.isLeft);
    await Promise.all(open.map((view) => this.sync(view)));
  }

  /** Whether the message may go out already (its chat may not be known yet). */
  protected isReady(_: Sent): boolean {
    return true;
  }

  /** Whether a message of that chat is on its way. */
  protected isUnderWay(sessionId: string): boolean {
    return [...this.underway].some((sent) => sent.sessionId === sessionId);
  }

  protected view(sessionId: string): View {
    let view = this.views.get(sessionId);
    if (!view) {
      view = new View(sessionId);
      this.views.set(sessionId, view);
    }
    return view;
  }

  protected onClosed(sessionId: string): void {
    const view = this.view(sessionId);
    view.status = 'closed';
    // The last messages may still be on their way.
    void this.sync(view).catch(ignoreLost);
  }

  protected onUpdated(session: Json): void {
    this.views.get(session.id)?.learn(session);
    this.changed();
  }

  protected note(what: string): void {
    this.setup.ledger.note(this.name, what);
  }

  protected complain(what: string, clientId?: string | null): void {
    this.setup.ledger.complain(`${this.name}: ${what}`, clientId, [this.name]);
  }

  protected changed(): void {
    for (const look of [...this.watchers]) look();
  }

  /** Emits and waits for the acknowledgement, on this connection only. */
  protected request(event: string, body: Json): Promise<Json> {
    const era = this.era;
    return new Promise((resolve, reject) => {
      if (!this.socket.connected) {
        reject(new Lost());
        return;
      }
      const end = () => {
        clearTimeout(timer);
        this.requests.delete(lose);
      };
      const lose = () => {
        end();
        reject(new Lost());
      };
      const timer = setTimeout(() => this.restart(`no answer to ${event}`), ANSWER_MS);
      this.requests.add(lose);
      this.socket.emit(event, body, (ack: Json) => {
        if (era !== this.era) return;
        end();
        resolve(ack);
      });
    });
  }

  /** Fetches what is missing, until nothing is. */
  protected async sync(view: View): Promise<void> {
    if (view.syncing) return;
    view.syncing = true;
    try {
      for (;;) {
        const after = view.last;
        const ack = await this.request('sync', { sessionId: view.sessionId, after });
        if (!ack.success) {
          this.complain(`sync of ${view.sessionId} was refused: ${JSON.stringify(ack)}`);
          return;
        }
        this.note(`synced ${view.sessionId} after ${after}: ${ack.messages.length}`);
        for (const message of ack.messages) this.see(message, 'sync');
        this.onSynced(view, ack.session);
        if (!ack.more && !view.hasGap) break;
        if (ack.messages.length === 0 && view.last === after) {
          this.complain(`sync after ${after} does not fill the gap of ${view.sessionId}`);
          return;
        }
      }
      if (view.status === 'closed') view.isComplete = true;
    } finally {
      view.syncing = false;
      this.changed();
    }
  }

  protected onSynced(view: View, session: Json): void {
    view.learn(session);
  }

  /** A message has come in, by whatever way. */
  protected see(message: Json, way: string): void {
    const view = this.view(message.sessionId);
    const wrong = view.take(message);
    this.setup.ledger.trace(message.clientId, `seen by ${this.name} (${way}, seq ${message.seq})`);
    if (wrong) this.complain(`${view.sessionId}: ${wrong}`, message.clientId);
    const own = this.outbox.find((sent) => sent.clientId === message.clientId);
    if (own && this.setup.settlesBySync && way === 'sync') this.settle(own, message);
  }

  protected pump(): void {
    if (!this.socket.connected || !(this.isHealed || this.setup.sendsFirst)) return;
    for (const sent of this.outbox.slice(0, this.setup.window)) {
      if (this.underway.has(sent)) continue;
      if (!this.isReady(sent)) break;
      this.underway.add(sent);
      this.setup.ledger.trace(sent.clientId, `sent to ${sent.sessionId || 'a new chat'}`);
      this.transmit(sent).then((ack) => this.answered(sent, ack), ignoreLost);
    }
  }

  protected answered(sent: Sent, ack: Json): void {
    if (!this.underway.delete(sent)) return;
    if (!ack.success) {
      this.refused(sent, ack);
      return;
    }
    const message = ack.message ?? this.ownMessage(sent, ack);
    if (!message) {
      this.complain(`success without the message: ${JSON.stringify(ack)}`, sent.clientId);
      return;
    }
    this.settle(sent, message);
    this.see(message, 'ack');
    this.fillGap(this.view(message.sessionId));
  }

  protected ownMessage(_sent: Sent, _ack: Json): Json | undefined {
    return undefined;
  }

  /**
   * Gives the connection up, or the attempt at one, and begins anew. The library alone would wait
   * for the heartbeat: after an upgrade that was cut it may hold nothing that could tell it.
   */
  private restart(why: string): void {
    this.note(`begins anew: ${why}`);
    this.socket.disconnect().connect();
    this.watch();
  }

  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.restart('does not connect'), ANSWER_MS);
  }

  private async begin(): Promise<void> {
    clearTimeout(this.watchdog);
    this.note(`connected by ${this.socket.io.engine.transport.name}`);
    const era = this.era;
    if (this.setup.sendsFirst) this.pump();
    try {
      await this.heal();
    } catch (error) {
      ignoreLost(error);
      return;
    }
    if (era !== this.era) return;
    this.isHealed = true;
    this.pump();
    for (const view of this.views.values()) this.fillGap(view);
    this.changed();
  }

  private lose(reason: string): void {
    this.note(`disconnected: ${reason}`);
    this.era += 1;
    this.isHealed = false;
    this.underway.clear();
    this.heard.clear();
    for (const lose of [...this.requests]) lose();
    if (!this.isClosed) this.watch();
    this.changed();
  }

  private hear(message: Json): void {
    const { sessionId, seq, clientId } = message;
    const before = this.heard.get(sessionId) ?? 0;
    if (seq <= before) {
      this.complain(`the server told seq ${seq} of ${sessionId} after ${before}`, clientId);
    }
    this.heard.set(sessionId, seq);
    this.see(message, 'event');
    this.fillGap(this.view(sessionId));
    this.changed();
  }

  private fillGap(view: View): void {
    if (view.hasGap && this.isHealed) void this.sync(view).catch(ignoreLost);
  }

  private refused(sent: Sent, ack: Json): void {
    const { ledger } = this.setup;
    if (TEMPORARY.includes(ack.code)) {
      ledger.trace(sent.clientId, `not now: ${ack.error}`);
      setTimeout(() => this.pump(), RETRY_MS);
      return;
    }
    ledger.trace(sent.clientId, `refused: ${ack.code} ${ack.error}`);
    if (!sent.isBad && !['conflict', 'forbidden'].includes(ack.code)) {
      this.complain(`refused for no reason: ${JSON.stringify(ack)}`, sent.clientId);
    }
    sent.outcome = 'refused';
    this.remove(sent);
    const view = this.views.get(sent.sessionId);
    // The chat is closed, or somebody else's: find out.
    if (view && !view.isComplete && !sent.isBad) void this.sync(view).catch(ignoreLost);
  }

  private settle(sent: Sent, message: Json): void {
    const { ledger } = this.setup;
    ledger.trace(sent.clientId, `acknowledged as seq ${message.seq}`);
    if (sent.isBad) this.complain('what must be refused was taken', sent.clientId);
    if (sent.message && !isDeepStrictEqual(sent.message, message)) {
      this.complain('a repeat was answered with another message', sent.clientId);
    }
    const { clientId, content } = message;
    if (
      clientId !== sent.clientId ||
      content !== sent.content ||
      message.senderId !== this.person
    ) {
      this.complain(`another message was acknowledged: ${JSON.stringify(message)}`, sent.clientId);
    }
    sent.sessionId ||= message.sessionId;
    sent.outcome = 'acked';
    sent.message = message;
    this.underway.delete(sent);
    this.remove(sent);
  }

  private remove(sent: Sent): void {
    const index = this.outbox.indexOf(sent);
    if (index >= 0) this.outbox.splice(index, 1);
    this.pump();
    this.changed();
  }
}

export function ignoreLost(error: unknown): void {
  if (!(error instanceof Lost)) throw error;
}
