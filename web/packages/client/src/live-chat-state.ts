// What a customer's chat shows, and what it takes to start one.

import type { ConnectionState } from './connection-state';
import type { FrontdeskError } from './errors';
import type { ChatUserClientEvents, ChatUserServerEvents } from './generated/events';
import type { Channel } from './socket';
import type { KeyValueStorage } from './storage';
import type { ThreadMessage } from './thread';
import type { Attachment, NewContext } from './types';

export type ChatUserChannel = Channel<ChatUserClientEvents, ChatUserServerEvents>;

/** Where the id of the open session is kept, so that a reload goes on with it. */
export const SESSION_KEY = 'frontdesk.chat.session';
/** Where the details of a start are kept until there is a session. */
export const STARTING_KEY = 'frontdesk.chat.starting';
/** Under this the outbox keeps what was written before there is a session. */
export const UNSTARTED = 'unstarted';

/** `idle`: no chat; `starting`: asked for, or being found again, not yet confirmed. */
export type LiveChatStatus = 'idle' | 'starting' | 'waiting' | 'active' | 'closed';

export interface LiveChatSnapshot {
  readonly connection: ConnectionState;
  readonly status: LiveChatStatus;
  readonly sessionId: string | null;
  readonly topic: string | null;
  /** In order; own messages on their way come last. */
  readonly messages: readonly ThreadMessage[];
  /** Own messages that failed in a chat that is over: to be sent in another one, or dropped. */
  readonly stranded: readonly ThreadMessage[];
  readonly agentName: string | null;
  /** Whether the agent's line is up; null when there is none, or nothing is known. */
  readonly agentOnline: boolean | null;
  readonly agentTyping: boolean;
  /** Place in the queue from 1; null once an agent has joined. */
  readonly position: number | null;
  readonly estimatedWaitSeconds: number | null;
  /** The last `seq` that an agent's device has; 0 for none. */
  readonly agentDeliveredSeq: number;
  /** The last `seq` that an agent has read; 0 for none. */
  readonly agentReadSeq: number;
  /** Messages of agents that have not been read here or on another device. */
  readonly unread: number;
  /** The last failure that a person should hear of; null after the next success. */
  readonly error: FrontdeskError | null;
}

/** What an agent should know from the start. */
export interface StartDetails {
  topic?: string;
  /** A topic of the pre-chat form: gives team, skills and label. */
  topicId?: string;
  /** Answers to the pre-chat form, by the key of the field. */
  answers?: Record<string, string>;
  /** Where the customer is (`pageContext`); only staff sees it. */
  context?: NewContext | null;
}

export interface StartOptions extends StartDetails {
  /** The first message, so that agents see what it is about. */
  message?: string;
  /** With the first message. */
  attachments?: Attachment[];
}

/** What there is to show without a chat. */
export const NO_CHAT = {
  status: 'idle',
  sessionId: null,
  topic: null,
  agentName: null,
  agentOnline: null,
  agentTyping: false,
  position: null,
  estimatedWaitSeconds: null,
  agentDeliveredSeq: 0,
  agentReadSeq: 0,
  unread: 0,
} as const;

/** A start that the server has not confirmed yet. */
export interface Starting {
  details: StartDetails;
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: FrontdeskError) => void;
}

export function deferred(details: StartDetails): Starting {
  let resolve: () => void = () => {};
  let reject: (error: FrontdeskError) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Whoever started it without waiting for it finds the failure in the snapshot.
  promise.catch(() => {});
  return { details, promise, resolve, reject };
}

/** The details of a start that an earlier page has asked for. */
export function readDetails(storage: KeyValueStorage): StartDetails {
  try {
    const kept: unknown = JSON.parse(storage.get(STARTING_KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
