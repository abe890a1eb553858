// A namespace over a socket of this tab's own.

import type { Socket } from 'socket.io-client';
import type { RawChannel } from './channel';
import type { ConnectionState, ConnectionStatus } from './connection-state';
import { errorOfAck, FrontdeskError, offlineError } from './errors';
import { Store } from './store';

/** How long the server has to acknowledge, in milliseconds. */
export const ACK_TIMEOUT_MS = 10_000;

/** What a channel tells the connection that it is part of. */
export interface SocketOwner {
  /** What was there since a time (in milliseconds) is gone. */
  broken(since: number): void;
  /** Brings back, after a while, every channel that is wanted and has no line. */
  retryLater(): void;
  /** The line may be dead: a request was not answered. */
  probe(): void;
}

/** Events that any server answers, with a refusal, and that change nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const PROBES: Record<string, [name: string, payload: object]> = {
  '/': ['mark-notification-read', { notificationId: NOBODY }],
  '/chat/user': ['sync', { sessionId: NOBODY, after: 0 }],
  '/chat/agent': ['sync', { sessionId: NOBODY, after: 0 }],
};

export class SocketChannel extends Store<ConnectionState> implements RawChannel {
  readonly #namespace: string;
  readonly #socket: Socket;
  readonly #owner: SocketOwner;
  #wanted = false;
  #refused = false;
  #onlineSince = 0;
  #unanswered = 0;

  constructor(namespace: string, socket: Socket, owner: SocketOwner) {
    super({ status: 'idle', reason: null });
    this.#namespace = namespace;
    this.#socket = socket;
    this.#owner = owner;
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
      this.#owner.broken(this.#onlineSince);
    });
  }

  get isWanted(): boolean {
    return this.#wanted;
  }

  get isOnline(): boolean {
    return this.#socket.connected;
  }

  /** Wanted, and not online. */
  get isWaiting(): boolean {
    return this.#wanted && !this.#socket.connected;
  }

  get isRefused(): boolean {
    return this.#refused;
  }

  /** A request is under way. */
  get isBusy(): boolean {
    return this.#unanswered > 0;
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

  /** Gives a dead line up; `reconnect` makes a new one. */
  drop(): void {
    if (this.#wanted && !this.#refused) this.#socket.disconnect();
  }

  reconnect(): void {
    if (!this.isWaiting) return;
    // An active socket joins by itself when the manager opens; opening twice does nothing.
    if (this.#socket.active) this.#socket.io.open();
    else this.#socket.connect();
  }

  on(name: string, handler: (...args: never[]) => void): () => void {
    const listener = handler as (...args: unknown[]) => void;
    this.#socket.on(name, listener);
    return () => {
      this.#socket.off(name, listener);
    };
  }

  onAny(handler: (name: string, args: unknown[]) => void): () => void {
    const listener = (name: string, ...args: unknown[]) => handler(name, args);
    this.#socket.onAny(listener);
    return () => {
      this.#socket.offAny(listener);
    };
  }

  onOnline(handler: () => void): () => void {
    return this.on('connect', handler);
  }

  async request(name: string, ...payload: unknown[]): Promise<unknown> {
    if (!this.#socket.connected) throw offlineError();
    let answer: unknown;
    this.#unanswered += 1;
    try {
      answer = await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(name, ...payload);
    } catch (cause) {
      if (!this.#socket.connected) throw offlineError(cause);
      this.#owner.probe();
      throw new FrontdeskError({
        code: 'timeout',
        message: 'The support desk did not answer in time.',
        cause,
      });
    } finally {
      this.#unanswered -= 1;
    }
    if ((answer as { success?: unknown } | undefined)?.success !== true) throw errorOfAck(answer);
    return answer;
  }

  hint(name: string, ...payload: unknown[]): void {
    if (this.#socket.connected) this.#socket.volatile.emit(name, ...payload);
  }

  /** Whether the server answers, whatever it says, within a time (in milliseconds). */
  async answers(within: number): Promise<boolean> {
    const probe = PROBES[this.#namespace];
    if (!probe) return true;
    const [name, payload] = probe;
    return this.#socket
      .timeout(within)
      .emitWithAck(name, payload)
      .then(
        () => true,
        () => false,
      );
  }

  #failed(error: Error): void {
    if (!this.#wanted) return;
    // An active socket lost its line; an inactive one was turned away by the server.
    if (!this.#socket.active) {
      this.#refused = true;
      this.update({ status: 'refused', reason: error.message });
      this.#owner.retryLater();
    } else if (!this.#refused) {
      this.#become('offline');
    }
  }

  #become(status: ConnectionStatus): void {
    this.update({ status, reason: null });
  }
}
