// The line to the server: one Socket.IO manager per client and a channel per namespace.
// It comes back by itself (with backoff and jitter, at once when the page comes back to life),
// finds out by itself that it is dead, and is renewed before its token expires.
// What the events mean lives with those who use a channel.

import { Manager } from 'socket.io-client';
import { type BackoffLimits, backoffDelay } from './backoff';
import type { Channel, Events } from './channel';
import { onPageWake } from './page-life';
import { SocketChannel } from './socket-channel';
import type { TokenHolder } from './token';
import { TokenRenewal } from './token-renewal';

export type { Channel } from './channel';
export { ACK_TIMEOUT_MS } from './socket-channel';

const RECONNECT: BackoffLimits = { first: 500, most: 15_000 };
/** A refusal may pass (a server that restarts, a token that is renewed), but hardly at once. */
const AFTER_REFUSAL: BackoffLimits = { first: 5_000, most: 60_000 };
/** A line or namespace that held this long starts the backoff anew when it breaks. */
export const STABLE_MS = 5_000;
/** A line that is in doubt and does not answer within this (milliseconds) is dead. */
export const PROBE_TIMEOUT_MS = 4_000;

/** What the members of a client connect through. */
export interface Line {
  /** The channel of a namespace; the same one every time. */
  channel<Client extends Events, Server extends Events>(namespace: string): Channel<Client, Server>;
  /** Connects every open channel again, with the token of now. */
  renew(): void;
  close(): void;
}

/** A line of this tab's own. */
export class Connection implements Line {
  readonly #manager: Manager;
  readonly #token: TokenHolder;
  readonly #limits: BackoffLimits;
  readonly #channels = new Map<string, SocketChannel>();
  readonly #renewal: TokenRenewal;
  readonly #stopListening: () => void;
  /** Told before the line is renewed by itself: it will be back in a moment. */
  onRenewal: () => void = () => {};
  #attempts = 0;
  #openedAt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isProbing = false;
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
    this.#stopListening = onPageWake(() => this.wake());
    this.#renewal = new TokenRenewal(token, {
      isIdle: () => [...this.#channels.values()].every((channel) => !channel.isBusy),
      renew: () => {
        this.onRenewal();
        this.renew();
      },
    });
  }

  channel<Client extends Events, Server extends Events>(
    namespace: string,
  ): Channel<Client, Server> {
    return this.raw(namespace) as unknown as Channel<Client, Server>;
  }

  /** The channel of a namespace, for those who carry its events without knowing them. */
  raw(namespace: string): SocketChannel {
    let channel = this.#channels.get(namespace);
    if (!channel) {
      const socket = this.#manager.socket(namespace, { auth: this.#authenticate(namespace) });
      channel = new SocketChannel(namespace, socket, this);
      this.#channels.set(namespace, channel);
    }
    return channel;
  }

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
    this.#renewal.stop();
    this.#stopListening();
    for (const channel of this.#channels.values()) channel.close();
  }

  /** The page, or another that uses this line, has come back to life: see how things stand. */
  wake(): void {
    this.#hurry();
    this.probe();
  }

  /**
   * Asks the server for a sign of life, where there is doubt, and gives a dead line up:
   * Socket.IO itself notices only after a missed heartbeat, three quarters of a minute later.
   */
  probe(): void {
    const channel = [...this.#channels.values()].find((one) => one.isOnline);
    if (!channel || this.#isProbing) return;
    const { engine } = this.#manager;
    this.#isProbing = true;
    void channel.answers(PROBE_TIMEOUT_MS).then((isAlive) => {
      this.#isProbing = false;
      // It may have been replaced meanwhile.
      if (isAlive || this.#closed || this.#manager.engine !== engine) return;
      // Not by closing the engine, which would wait until what was written has gone out. All
      // go before one comes back, so that the line itself is a new one.
      for (const one of this.#channels.values()) one.drop();
      this.#hurry();
    });
  }

  broken(since: number): void {
    if (Date.now() - since >= STABLE_MS) this.#attempts = 0;
    this.retryLater();
  }

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

  #authenticate(namespace: string) {
    // Bursts of notifications in one event.
    const wishes = namespace === '/' ? { batch: true } : {};
    return (give: (auth: object) => void): void => {
      this.#token.current().then(
        (token) => {
          this.#renewal.follow(token);
          give({ token, ...wishes });
        },
        // The server then says that a token is missing, which is the truth.
        () => give({ token: null }),
      );
    };
  }

  #hurry(): void {
    this.#attempts = 0;
    this.#cancel();
    this.#reconnect();
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
