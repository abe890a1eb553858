// Asking the server for a customer's session: a new one, or the one that is open.

import type { ChatUserChannel, StartDetails } from './live-chat-state';
import type { OutgoingMessage } from './outbox/outgoing';
import type { ChatMessage, ChatStatus } from './types';

/** What `initiate-chat` answers, as far as it is used. */
export interface Initiated {
  sessionId: string;
  status: ChatStatus;
  messages: ChatMessage[];
  agentName?: string | null;
  position?: number | null;
  estimatedWaitSeconds?: number | null;
}

/**
 * @param details what an agent should know from the start; none to go on with an open session
 * @param first the first message, with its files; it counts for a new session alone
 */
export function initiate(
  channel: ChatUserChannel,
  details: StartDetails = {},
  first?: OutgoingMessage,
): Promise<Initiated> {
  return channel.request('initiate-chat', {
    topic: details.topic ?? null,
    topicId: details.topicId ?? null,
    answers: details.answers ?? null,
    message: first?.content || null,
    clientId: first?.clientId ?? null,
    attachments: first?.attachments.map(({ cid }) => cid) ?? [],
    context: details.context ?? null,
  });
}
