// A socket under test: records everything it hears, so that a test can wait for
// an event without having to listen before it happens.
import { io as latest, type Socket } from 'socket.io-client';
import { io as seed } from 'socket.io-client-4-5';
import type { Server } from './server';
import { type Claims, token } from './tokens';

export interface Variant {
  client: 'latest' | '4.5.4';
  transport: 'websocket' | 'polling' | 'upgrade';
}

/** Every client library on every transport that existing front ends use. */
export const VARIANTS: Variant[] = (['latest', '4.5.4'] as const).flatMap((client) =>
  (['websocket', 'polling', 'upgrade'] as const).map((transport) => ({ client, transport })),
);

export const DEFAULT: Variant = { client: 'latest', transport: 'websocket' };

export type Namespace = '/' | '/chat/user' | '/chat/agent';

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests examine
export type Json = any;

interface Heard {
  event: string;
  args: Json[];
}

interface Waiter {
  event: string;
  matches: (...args: Json[]) => boolean;
  resolve: (args: Json[]) => void;
}

/**
 * How long anything may take before the test fails with what was heard instead: long enough for a
 * machine that is busy with something else, since no test is about speed.
 */
const PATIENCE_MS = 40_000;

export interface Options {
  auth?: object;
  headers?: Record<string, string>;
  reconnect?: boolean;
}

export class Wire {
  private readonly heard: Heard[] = [];
  private waiters: Waiter[] = [];

  private constructor(
    readonly socket: Socket,
    readonly namespace: string,
  ) {
    socket.onAny((event: string, ...args: Json[]) => this.hear(event, args));
    socket.on('connect', () => this.hear('connect', []));
    socket.on('connect_error', (error) => this.hear('connect_error', [error.message]));
    socket.on('disconnect', (reason) => this.hear('disconnect', [reason]));
  }

  /** Begins to connect; nothing is awaited. */
  static open(
    server: Server,
    namespace: Namespace | string,
    variant: Variant,
    options: Options = {},
  ): Wire {
    const io = (variant.client === 'latest' ? latest : seed) as typeof latest;
    const transports =
      variant.transport === 'upgrade' ? ['polling', 'websocket'] : [variant.transport];
    const socket = io(server.url + namespace, {
      transports,
      auth: options.auth ?? {},
      forceNew: true,
      reconnection: options.reconnect ?? false,
      reconnectionDelay: 20,
      reconnectionDelayMax: 100,
      timeout: PATIENCE_MS,
      ...(options.headers ? { extraHeaders: options.headers } : {}),
    });
    return new Wire(socket, namespace);
  }

  /** A connected socket of the person whom the claims describe. */
  static async as(
    server: Server,
    namespace: Namespace,
    claims: Claims,
    variant: Variant = DEFAULT,
    options: Options = {},
  ): Promise<Wire> {
    const wire = Wire.open(server, namespace, variant, {
      ...options,
      auth: { ...options.auth, token: token(claims) },
    });
    await wire.next('connect');
    if (variant.transport === 'upgrade') await wire.upgraded();
    return wire;
  }

  /** The arguments of the next event of that name that matches; each is given out once. */
  next(event: string, matches: (...args: Json[]) => boolean = () => true): Promise<Json[]> {
    const index = this.heard.findIndex((one) => one.event === event && matches(...one.args));
    const found = this.heard[index];
    if (found) {
      this.heard.splice(index, 1);
      return Promise.resolve(found.args);
    }
    return patiently(
      new Promise((resolve) => this.waiters.push({ event, matches, resolve })),
      () => `no ${event} came; heard were: ${JSON.stringify(this.heard)}`,
    );
  }

  /** As `next`, but only the first argument. */
  async payload(event: string, matches?: (...args: Json[]) => boolean): Promise<Json> {
    return (await this.next(event, matches))[0];
  }

  /** What has been heard of an event and not been given out. */
  pending(event: string): Json[][] {
    return this.heard.filter((one) => one.event === event).map((one) => one.args);
  }

  /** Emits and waits for the acknowledgement. */
  request(event: string, ...args: Json[]): Promise<Json> {
    return patiently(
      new Promise((resolve) => this.socket.emit(event, ...args, resolve)),
      () => `${event} was not acknowledged`,
    );
  }

  /** Emits and expects success. */
  async ok(event: string, ...args: Json[]): Promise<Json> {
    const ack = await this.request(event, ...args);
    if (ack?.success !== true) throw new Error(`${event} failed: ${JSON.stringify(ack)}`);
    return ack;
  }

  emit(event: string, ...args: Json[]): void {
    this.socket.emit(event, ...args);
  }

  close(): void {
    this.socket.disconnect();
  }

  private upgraded(): Promise<void> {
    const engine = this.socket.io.engine;
    if (engine.transport.name === 'websocket') return Promise.resolve();
    return patiently(
      new Promise((resolve) => engine.once('upgrade', () => resolve())),
      () => 'the transport was not upgraded',
    );
  }

  private hear(event: string, args: Json[]): void {
    const waiter = this.waiters.find((one) => one.event === event && one.matches(...args));
    if (!waiter) {
      this.heard.push({ event, args });
      return;
    }
    this.waiters = this.waiters.filter((one) => one !== waiter);
    waiter.resolve(args);
  }
}

function patiently<T>(promise: Promise<T>, complaint: () => string): Promise<T> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint())), PATIENCE_MS);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
