// The line to the server: one Socket.IO manager per client and a channel per namespace.
// It comes back by itself (with backoff and jitter, at once when the browser is online or
// visible again), tells its state, and turns acknowledgements into answers or errors.
// What the events mean lives with those who use a channel.

import { Manager, type Socket } from 'socket.io-client';
import { type BackoffLimits, backoffDelay } from './backoff';
import type { ConnectionState, ConnectionStatus } from './connection-state';
import { errorOfAck, FrontdeskError, offlineError } from './errors';
import { type Observable, Store } from './store';
import type { TokenHolder } from './token';

/** How long the server has to acknowledge, in milliseconds. */
export const ACK_TIMEOUT_MS = 10_000;

const RECONNECT: BackoffLimits = { first: 500, most: 15_000 };
/** A refusal may pass (a server that restarts, a token that is renewed), but hardly at once. */
const AFTER_REFUSAL: BackoffLimits = { first: 5_000, most: 60_000 };
/** A line or namespace that held this long starts the backoff anew when it breaks. */
export const STABLE_MS = 5_000;

// biome-ignore lint/suspicious/noExplicitAny: event maps name functions of any arguments.
type Events = Record<keyof any, any>;

/** The payload of an event, without its acknowledgement. */
type Payload<Handler> = Handler extends (...args: infer Arguments) => void
  ? Arguments extends [...infer Rest, ack?: (answer: infer _Answer) => void]
    ? Rest
    : Arguments
  : never;

/** What a successful acknowledgement of an event carries. */
type Answer<Handler> = Handler extends (...args: infer Arguments) => void
  ? Required<Arguments> extends [...infer _Rest, (answer: infer Ack) => void]
    ? Exclude<Ack, { error: string }>
    : never
  : never;

/** One namespace, as the rest of the client uses it. */
export interface Channel<Client extends Events, Server extends Events>
  extends Observable<ConnectionState> {
  /** Connects, and keeps connected until `close`. After a refusal it asks again. */
  open(): void;
  close(): void;
  on<Name extends keyof Server & string>(name: Name, handler: Server[Name]): () => void;
  /** Called at every (re)connection, before anything that was sent on it is handled. */
  onOnline(handler: () => void): () => void;
  /** Sends, and gives the acknowledgement; `offline` at once while there is no line. */
  request<Name extends keyof Client & string>(
    name: Name,
    ...payload: Payload<Client[Name]>
  ): Promise<Answer<Client[Name]>>;
  /** Sends what may be lost, such as typing. */
  hint<Name extends keyof Client & string>(name: Name, ...payload: Payload<Client[Name]>): void;
}

/** The line of one client. */
export class Connection {
  readonly #manager: Manager;
  readonly #token: TokenHolder;
  readonly #limits: BackoffLimits;
  readonly #channels = new Map<string, SocketChannel>();
  #attempts = 0;
  #openedAt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(url: string, token: TokenHolder, limits: BackoffLimits = RECONNECT) {
    this.#token = token;
    this.#limits = limits;
    this.#manager = new Manager(url, {
      autoConnect: false,
      // Ours, so that the browser's hints can cut a wait short.
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    });
    this.#manager.on('open', () => {
      this.#openedAt = Date.now();
    });
    this.#manager.on('error', () => this.retryLater());
    this.#manager.on('close', () => this.broken(this.#openedAt));
    globalThis.addEventListener?.('online', this.#hurry);
    globalThis.document?.addEventListener('visibilitychange', this.#hurryIfVisible);
  }

  /** The channel of a namespace; the same one every time. */
  channel<Client extends Events, Server extends Events>(
    namespace: string,
  ): Channel<Client, Server> {
    let channel = this.#channels.get(namespace);
    if (!channel) {
      const socket = this.#manager.socket(namespace, { auth: this.#authenticate });
      channel = new SocketChannel(socket, this);
      this.#channels.set(namespace, channel);
    }
    return channel as unknown as Channel<Client, Server>;
  }

  /** Connects every open channel again, with the token of now. */
  renew(): void {
    this.#attempts = 0;
    this.#cancel();
    const wanted = [...this.#channels.values()].filter((channel) => channel.isWanted);
    // All go before one comes back, so that the line itself is a new one: leaving and
    // entering a namespace in one breath is more than servers put up with.
    for (const channel of wanted) channel.close();
    for (const channel of wanted) channel.open();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    globalThis.removeEventListener?.('online', this.#hurry);
    globalThis.document?.removeEventListener('visibilitychange', this.#hurryIfVisible);
    for (const channel of this.#channels.values()) channel.close();
  }

  /** What was there since a time (in milliseconds) is gone. */
  broken(since: number): void {
    if (Date.now() - since >= STABLE_MS) this.#attempts = 0;
    this.retryLater();
  }

  /** Brings back, after a while, every channel that is wanted and has no line. */
  retryLater(): void {
    if (this.#closed || this.#timer !== null) return;
    const waiting = [...this.#channels.values()].filter((channel) => channel.isWaiting);
    if (waiting.length === 0) return;
    const allRefused = waiting.every((channel) => channel.isRefused);
    const delay = backoffDelay(this.#attempts, allRefused ? AFTER_REFUSAL : this.#limits);
    this.#attempts += 1;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#reconnect();
    }, delay);
  }

  #reconnect(): void {
    for (const channel of this.#channels.values()) channel.reconnect();
  }

  readonly #authenticate = (give: (auth: object) => void): void => {
    this.#token.current().then(
      (token) => give({ token }),
      // The server then says that a token is missing, which is the truth.
      () => give({ token: null }),
    );
  };

  readonly #hurry = (): void => {
    this.#attempts = 0;
    this.#cancel();
    this.#reconnect();
  };

  readonly #hurryIfVisible = (): void => {
    if (document.visibilityState === 'visible') this.#hurry();
  };

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

class SocketChannel extends Store<ConnectionState> {
  readonly #socket: Socket;
  readonly #connection: Connection;
  #wanted = false;
  #refused = false;
  #onlineSince = 0;

  constructor(socket: Socket, connection: Connection) {
    super({ status: 'idle', reason: null });
    this.#socket = socket;
    this.#connection = connection;
    socket.on('connect', () => {
      this.#refused = false;
      this.#onlineSince = Date.now();
      this.#become('online');
    });
    socket.on('connect_error', (error) => this.#failed(error));
    socket.on('disconnect', () => {
      if (!this.#wanted) return;
      this.#become('offline');
      // After a dismissal by the server Socket.IO gives the socket up.
      this.#connection.broken(this.#onlineSince);
    });
  }

  get isWanted(): boolean {
    return this.#wanted;
  }

  /** Wanted, and not online. */
  get isWaiting(): boolean {
    return this.#wanted && !this.#socket.connected;
  }

  get isRefused(): boolean {
    return this.#refused;
  }

  open(): void {
    if (this.#wanted && !this.#refused) return;
    this.#wanted = true;
    this.#refused = false;
    this.#become('connecting');
    this.#socket.connect();
  }

  close(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#socket.disconnect();
    this.#become('idle');
  }

  reconnect(): void {
    if (!this.isWaiting) return;
    // An active socket joins by itself when the manager opens; opening twice does nothing.
    if (this.#socket.active) this.#socket.io.open();
    else this.#socket.connect();
  }

  on(name: string, handler: (...args: unknown[]) => void): () => void {
    this.#socket.on(name, handler);
    return () => {
      this.#socket.off(name, handler);
    };
  }

  onOnline(handler: () => void): () => void {
    return this.on('connect', handler);
  }

  async request(name: string, ...payload: unknown[]): Promise<unknown> {
    if (!this.#socket.connected) throw offlineError();
    let answer: unknown;
    try {
      answer = await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(name, ...payload);
    } catch (cause) {
      if (!this.#socket.connected) throw offlineError(cause);
      throw new FrontdeskError({
        code: 'timeout',
        message: 'The support desk did not answer in time.',
        cause,
      });
    }
    if ((answer as { success?: unknown } | undefined)?.success !== true) throw errorOfAck(answer);
    return answer;
  }

  hint(name: string, ...payload: unknown[]): void {
    if (this.#socket.connected) this.#socket.volatile.emit(name, ...payload);
  }

  #failed(error: Error): void {
    if (!this.#wanted) return;
    // An active socket lost its line; an inactive one was turned away by the server.
    if (!this.#socket.active) {
      this.#refused = true;
      this.update({ status: 'refused', reason: error.message });
      this.#connection.retryLater();
    } else if (!this.#refused) {
      this.#become('offline');
    }
  }

  #become(status: ConnectionStatus): void {
    this.update({ status, reason: null });
  }
}
