// What the agents' side of live chat shows, and what it is made with.

import type { AgentQueue } from './agent-queue';
import { EMPTY_QUEUE } from './agent-queue';
import { type AgentSurroundings, NO_SURROUNDINGS } from './agent-surroundings';
import type { AgentThread } from './agent-thread';
import { type FailedCounts, NONE_FAILED } from './agent-threads';
import type { ConnectionState } from './connection-state';
import type { FrontdeskError } from './errors';
import type { ChatAgentClientEvents, ChatAgentServerEvents } from './generated/events';
import type { OutboxHome } from './outbox/home';
import type { Channel } from './socket';
import type { Attention } from './tabs/attention';

export type ChatAgentChannel = Channel<ChatAgentClientEvents, ChatAgentServerEvents>;

export interface AgentDeskOptions {
  /** Where messages that were not sent are kept; memory when it is missing. */
  outboxHome?: OutboxHome | Promise<OutboxHome>;
  /** What the agent looks at in other tabs. */
  attention?: Attention;
  /** The agent's own id, as far as it is known. */
  me?(): string | null;
}

export interface AgentDeskSnapshot extends AgentQueue, AgentSurroundings {
  readonly connection: ConnectionState;
  readonly threads: Readonly<Record<string, AgentThread>>;
  /** How many messages failed, by chat: also in those that are no longer held. */
  readonly failed: FailedCounts;
  /** The last failure that the agent should hear of; null after the next success. */
  readonly error: FrontdeskError | null;
}

export const NOTHING = {
  ...EMPTY_QUEUE,
  ...NO_SURROUNDINGS,
  threads: {},
  failed: NONE_FAILED,
  error: null,
} as const;
