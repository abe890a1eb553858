// Handing one message of the outbox to the server.

import { FrontdeskError } from '../errors';
import type { ChatMessage } from '../types';
import type { Delivery, OutgoingMessage } from './outgoing';

/** What both sides of a chat send alike. */
interface MessageChannel {
  request(
    name: 'chat-message',
    message: { sessionId: string; content: string; clientId: string; attachments: string[] },
  ): Promise<Acknowledged>;
}

interface Acknowledged {
  message?: ChatMessage | null;
  held?: { id: string } | null;
}

/** Resolves when it is on the server's disk, rejects with a FrontdeskError. */
export async function deliver(
  channel: MessageChannel,
  message: OutgoingMessage,
): Promise<Delivery> {
  const answer = await channel.request('chat-message', {
    sessionId: message.conversationId,
    content: message.content,
    clientId: message.clientId,
    attachments: message.attachments.map((attachment) => attachment.cid),
  });
  if (answer.message) return { stored: answer.message };
  if (answer.held) return { held: answer.held.id };
  throw new FrontdeskError({
    code: 'internal',
    message: 'The support desk did not say what became of the message.',
  });
}
