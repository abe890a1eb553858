// (Signatures; the bodies follow.)
import type { ConnectionState } from './connection-state';
import type { FrontdeskError } from './errors';
import { Store } from './store';
import type { ThreadMessage } from './thread';
import type { AgentStatus, Attachment, ChatSession, WaitingSession } from './types';

export interface AgentThread {
  readonly sessionId: string;
  readonly session: ChatSession | null;
  readonly messages: readonly ThreadMessage[];
  readonly userTyping: boolean;
  /** The last `seq` that the customer has read; 0 for none. */
  readonly userReadSeq: number;
  /** Messages of the customer that this agent has not read. */
  readonly unread: number;
  /** Why the chat was handed on, when it was. */
  readonly note: string | null;
  readonly loading: boolean;
}

export interface AgentDeskSnapshot {
  readonly connection: ConnectionState;
  /** Null until the server has told it. */
  readonly status: AgentStatus | null;
  /** Oldest first, as the server orders them. */
  readonly waiting: readonly WaitingSession[];
  /** Ids of waiting sessions that are offered to this agent. */
  readonly offers: readonly string[];
  /** The chats that this agent holds. */
  readonly sessions: readonly ChatSession[];
  readonly threads: Readonly<Record<string, AgentThread>>;
  readonly error: FrontdeskError | null;
}

export declare class AgentDesk extends Store<AgentDeskSnapshot> {
  connect(): void;
  disconnect(): void;
  /** Exactly one agent wins; a late one gets a FrontdeskError (`conflict`). */
  accept(sessionId: string): Promise<void>;
  /** Shows the message at once and delivers it in order. Gives its clientId. */
  send(sessionId: string, content: string, attachments?: Attachment[]): string;
  retry(clientId: string): void;
  discard(clientId: string): void;
  typing(sessionId: string, isTyping: boolean): void;
  markRead(sessionId: string): void;
  close(sessionId: string): Promise<void>;
  setStatus(status: AgentStatus): Promise<void>;
  /** To an agent, or back to the queue when `toAgentId` is missing. */
  transfer(sessionId: string, to?: { toAgentId?: string; note?: string }): Promise<void>;
  /** Makes `threads[sessionId]` and fetches the whole history. */
  open(sessionId: string): Promise<void>;
  /** Hears of every message of a customer in a chat that this agent holds. */
  onMessage(listener: (message: ThreadMessage) => void): () => void;
  /** Hears of every new offer. */
  onOffer(listener: (session: WaitingSession) => void): () => void;
}
