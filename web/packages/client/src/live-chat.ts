// (Signatures; the bodies follow.)
import type { ConnectionState } from './connection-state';
import type { FrontdeskError } from './errors';
import { Store } from './store';
import type { Draft, ThreadMessage } from './thread';
import type { Attachment } from './types';

/** `idle`: no chat; `starting`: asked for, not yet confirmed. */
export type LiveChatStatus = 'idle' | 'starting' | 'waiting' | 'active' | 'closed';

export interface LiveChatSnapshot {
  readonly connection: ConnectionState;
  readonly status: LiveChatStatus;
  readonly sessionId: string | null;
  readonly topic: string | null;
  /** In order; own messages on their way come last. */
  readonly messages: readonly ThreadMessage[];
  readonly agentName: string | null;
  readonly agentTyping: boolean;
  /** Place in the queue from 1; null once an agent has joined. */
  readonly position: number | null;
  readonly estimatedWaitSeconds: number | null;
  /** The last `seq` that an agent has read; 0 for none. */
  readonly agentReadSeq: number;
  /** The last failure that a person should hear of; null after the next success. */
  readonly error: FrontdeskError | null;
}

export interface StartOptions extends Partial<Draft> {
  topic?: string;
  message?: string;
  attachments?: Attachment[];
}

export declare class LiveChat extends Store<LiveChatSnapshot> {
  /** Opens the socket and goes on with an open chat, if there is one. Starts none. */
  connect(): void;
  /** Opens a chat, or goes on with the open one. Waits for the connection if need be. */
  start(options?: StartOptions): Promise<void>;
  /** Shows the message at once and delivers it in order; starts a chat where none is open. Gives its clientId. */
  send(content: string, attachments?: Attachment[]): string;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Call it at every keystroke with true; the rest (throttle, expiry) is done here. */
  typing(isTyping: boolean): void;
  /** Everything shown so far has been seen. */
  markRead(): void;
  end(): Promise<void>;
  /** After `closed`: forgets the old chat, so that a new one can be started. */
  reset(): void;
  /** Closes the socket; the chat stays open on the server. */
  disconnect(): void;
}
