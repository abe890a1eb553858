// A namespace as one tab sees it, whichever tab holds the socket.

import type { RawChannel } from '../channel';
import type { ConnectionState } from '../connection-state';
import { offlineError } from '../errors';
import { Store } from '../store';
import type { LineState } from './messages';

/** A line that changes hands or tokens is not shown as gone for so long (milliseconds). */
export const CALM_MS = 3_000;

/** Whoever carries the events to and from the server. */
export interface Carrier {
  /** The set of wanted namespaces has changed. */
  want(): void;
  request(namespace: string, name: string, payload: unknown[]): Promise<unknown>;
  hint(namespace: string, name: string, payload: unknown[]): void;
}

type Handler = (...args: never[]) => void;

export class SharedChannel extends Store<ConnectionState> implements RawChannel {
  readonly namespace: string;
  readonly #carrier: () => Carrier;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #anyHandlers = new Set<(name: string, args: unknown[]) => void>();
  readonly #onlineHandlers = new Set<() => void>();
  #wanted = false;
  /** The connection that this tab has greeted. */
  #connect: string | null = null;
  /** How the line really stands while it is shown as online. */
  #behind: ConnectionState | null = null;
  #calm: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];

  constructor(namespace: string, carrier: () => Carrier) {
    super({ status: 'idle', reason: null });
    this.namespace = namespace;
    this.#carrier = carrier;
  }

  get isWanted(): boolean {
    return this.#wanted;
  }

  open(): void {
    if (this.#wanted && this.getSnapshot().status !== 'refused') return;
    this.#wanted = true;
    this.update({ status: 'connecting', reason: null });
    this.#carrier().want();
  }

  close(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#endCalm();
    this.#connect = null;
    this.update({ status: 'idle', reason: null });
    this.#carrier().want();
  }

  on(name: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(name) ?? new Set();
    handlers.add(handler);
    this.#handlers.set(name, handlers);
    return () => void handlers.delete(handler);
  }

  onAny(handler: (name: string, args: unknown[]) => void): () => void {
    this.#anyHandlers.add(handler);
    return () => void this.#anyHandlers.delete(handler);
  }

  onOnline(handler: () => void): () => void {
    this.#onlineHandlers.add(handler);
    return () => void this.#onlineHandlers.delete(handler);
  }

  async request(name: string, ...payload: unknown[]): Promise<unknown> {
    // A line that changes hands is back in a moment.
    if (this.#behind) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.getSnapshot().status !== 'online') throw offlineError();
    return this.#carrier().request(this.namespace, name, payload);
  }

  hint(name: string, ...payload: unknown[]): void {
    if (this.getSnapshot().status !== 'online') return;
    this.#carrier().hint(this.namespace, name, payload);
  }

  /** How the line stands. */
  show({ state, connect }: LineState): void {
    if (!this.#wanted) return;
    const isGone = state.status !== 'online' && state.status !== 'refused';
    if (isGone && this.#calm !== undefined) {
      this.#behind = state;
      return;
    }
    this.#endCalm();
    // Nothing is idle that somebody wants: the line is only being made.
    this.update(state.status === 'idle' ? { status: 'connecting', reason: null } : state);
    if (state.status !== 'online' || connect === this.#connect) return;
    this.#connect = connect;
    for (const handler of [...this.#onlineHandlers]) handler();
  }

  /** What arrives. */
  receive(name: string, args: readonly unknown[]): void {
    if (!this.#wanted) return;
    for (const handler of [...this.#anyHandlers]) handler(name, [...args]);
    for (const handler of [...(this.#handlers.get(name) ?? [])]) handler(...(args as never[]));
  }

  /** The line is about to go for a moment: it is shown as online until it takes long. */
  beCalm(): void {
    if (this.getSnapshot().status !== 'online') return;
    clearTimeout(this.#calm);
    this.#behind = { status: 'connecting', reason: null };
    this.#calm = setTimeout(() => {
      const { status, reason } = this.#behind ?? this.getSnapshot();
      this.update({ status: status === 'idle' ? 'connecting' : status, reason });
      this.#endCalm();
    }, CALM_MS);
  }

  #endCalm(): void {
    clearTimeout(this.#calm);
    this.#calm = undefined;
    this.#behind = null;
    for (const goOn of this.#waiting.splice(0)) queueMicrotask(goOn);
  }
}
