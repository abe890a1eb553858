// The caller's tickets as a list that goes on page after page, read by itself and kept current.

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import { type TicketList, ticketPages } from './queries';
import type { ListedTicket } from './ticket-cache';
import { type Pages, pagesOf } from './use-pages';
import { type CreateTicket, useCreateTicket, useTicketChanges } from './use-ticket-changes';

export interface UseTicketPages extends Pages {
  /** One that is being made stands at their head, `pending`. */
  tickets: ListedTicket[];
  createTicket: CreateTicket;
}

export function useTicketPages(query: TicketList = {}): UseTicketPages {
  const client = useFrontdesk();
  const result = useInfiniteQuery(
    { ...ticketPages(client.api, query), placeholderData: keepPreviousData },
    cacheOf(client),
  );
  useTicketChanges();
  const createTicket = useCreateTicket();
  const { items: tickets, ...pages } = pagesOf(result);
  return { tickets, ...pages, createTicket };
}
