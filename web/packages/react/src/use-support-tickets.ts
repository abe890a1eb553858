// A list of tickets as a hook: fetched when asked for, page after page, and kept current.

import {
  type FrontdeskError,
  type NewTicket,
  type Ticket,
  type TicketQuery,
  toFrontdeskError,
} from '@frontdesk/client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import { ticketPages } from './queries';
import type { ListedTicket } from './ticket-cache';
import { pagesOf } from './use-pages';
import { useCreateTicket, useTicketChanges } from './use-ticket-changes';

export interface UseSupportTickets {
  /** One that is being made stands at their head, `pending`. */
  tickets: ListedTicket[];
  loading: boolean;
  /** A sentence for people. */
  error: string | null;
  /** The first page; a customer sees their own tickets, staff everybody's. */
  fetchTickets(query?: TicketQuery): Promise<void>;
  /**
   * In the list at once, and taken back where the server refuses it. Fails with a FrontdeskError
   * whose `fieldErrors` name what to mend.
   */
  createTicket(ticket: NewTicket): Promise<Ticket>;
  hasMore: boolean;
  loadMore(): Promise<void>;
}

const NOT_ASKED = {};

export function useSupportTickets(): UseSupportTickets {
  const client = useFrontdesk();
  const cache = cacheOf(client);
  const [query, setQuery] = useState<TicketQuery>(NOT_ASKED);
  const [isAsked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<FrontdeskError | null>(null);
  const result = useInfiniteQuery(
    { ...ticketPages(client.api, query), placeholderData: keepPreviousData, enabled: false },
    cache,
  );
  const { items, loadingMore, hasMore, loadMore, error } = pagesOf(result);
  const create = useCreateTicket();
  useTicketChanges();

  const fetchTickets = useCallback(
    async (given?: TicketQuery) => {
      // As an event handler it would be given the event.
      const { cursor: _place, ...wanted } = given && !('nativeEvent' in given) ? given : {};
      setQuery(wanted);
      setAsked(true);
      setRefusal(null);
      // A failure stands in `error`.
      await cache
        .fetchInfiniteQuery({ ...ticketPages(client.api, wanted), pages: 1, staleTime: 0 })
        .catch(() => {});
    },
    [client, cache],
  );

  const createTicket = useCallback(
    async (ticket: NewTicket) => {
      setRefusal(null);
      try {
        return await create(ticket);
      } catch (thrown) {
        const failure = toFrontdeskError(thrown);
        setRefusal(failure);
        throw failure;
      }
    },
    [create],
  );

  return {
    tickets: isAsked ? items : NONE,
    loading: result.isFetching && !loadingMore,
    error: (refusal ?? (isAsked ? error : null))?.message ?? null,
    fetchTickets,
    createTicket,
    hasMore: isAsked && hasMore,
    loadMore: async () => {
      if (isAsked) await loadMore();
    },
  };
}

const NONE: ListedTicket[] = [];
