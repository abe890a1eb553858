// One namespace, as the rest of the client uses it, whoever holds the socket.

import type { ConnectionState } from './connection-state';
import type { Observable } from './store';

// biome-ignore lint/suspicious/noExplicitAny: event maps name functions of any arguments.
export type Events = Record<keyof any, any>;

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

/** A channel without the types of its events, as those see it that carry any. */
export interface RawChannel extends Observable<ConnectionState> {
  open(): void;
  close(): void;
  on(name: string, handler: (...args: never[]) => void): () => void;
  /** Hears every event. */
  onAny(handler: (name: string, args: unknown[]) => void): () => void;
  onOnline(handler: () => void): () => void;
  request(name: string, ...payload: unknown[]): Promise<unknown>;
  hint(name: string, ...payload: unknown[]): void;
}
