// Making tickets, and following what becomes of them, for all hooks that list tickets.

import {
  type CreateOptions,
  type FrontdeskClient,
  type NewTicket,
  notificationCenter,
  type Ticket,
  toFrontdeskError,
} from '@frontdesk/client';
import { useCallback, useEffect } from 'react';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import { addTicket, isListed, pendingTicket, removeTicket, replaceTicket } from './ticket-cache';

export type CreateTicket = (ticket: NewTicket, options?: CreateOptions) => Promise<Ticket>;

let pendingCount = 0;

/** In the lists at once; there as the server has it once it has it, or gone where it refuses. */
export async function createTicket(
  client: FrontdeskClient,
  ticket: NewTicket,
  options?: CreateOptions,
): Promise<Ticket> {
  const cache = cacheOf(client);
  pendingCount += 1;
  const id = `pending-${pendingCount}`;
  addTicket(cache, pendingTicket(ticket, id, new Date()));
  try {
    const created = await client.api.tickets.create(ticket, options);
    // A list that was read meanwhile has it already.
    if (isListed(cache, created.id)) removeTicket(cache, id);
    else replaceTicket(cache, id, created);
    return created;
  } catch (thrown) {
    removeTicket(cache, id);
    throw toFrontdeskError(thrown);
  }
}

export function useCreateTicket(): CreateTicket {
  const client = useFrontdesk();
  return useCallback((ticket, options) => createTicket(client, ticket, options), [client]);
}

/** Keeps listed tickets as the desk tells that they are. */
export function useTicketChanges(): void {
  const client = useFrontdesk();
  useEffect(() => {
    const cache = cacheOf(client);
    return client.member(notificationCenter).onTicketChanged(async (ticketId) => {
      if (!isListed(cache, ticketId)) return;
      try {
        replaceTicket(cache, ticketId, await client.api.tickets.get(ticketId));
      } catch {
        // It was a hint; the next reading tells what is so.
      }
    });
  }, [client]);
}
