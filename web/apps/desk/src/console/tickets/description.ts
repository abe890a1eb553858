// What a ticket's description adds to its conversation. Pure.

import type { Ticket, TicketResponse } from '@frontdesk/client';

/**
 * Whether the description of a ticket was said in the conversation before there was a ticket: one
 * that was made of a chat is described by a message of that chat.
 */
export function isSaidBefore(
  { description, createdAt }: Pick<Ticket, 'description' | 'createdAt'>,
  responses: readonly Pick<TicketResponse, 'response' | 'createdAt' | 'internal'>[],
): boolean {
  return responses.some(
    (response) =>
      !response.internal &&
      response.response === description &&
      Date.parse(response.createdAt) < Date.parse(createdAt),
  );
}
