// Tickets over REST: lists, one ticket, and changes that show at once and are taken back when the
// server refuses them.

import type { Page, Ticket, TicketPatch } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { keys, PAGE_MAX, readAll } from '../shared/queries';
import { queryOf, type TicketFilters } from './filters';

const LIST_PAGE = 40;

type TicketPages = InfiniteData<Page<Ticket>, string | null>;

export function useTicketList(filters: TicketFilters) {
  const { api } = useFrontdesk();
  const query = queryOf(filters);
  return useInfiniteQuery({
    queryKey: [...keys.tickets, query],
    queryFn: ({ pageParam, signal }) =>
      api.tickets.list({ ...query, cursor: pageParam, limit: LIST_PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useTicketCounts() {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.ticketCounts,
    queryFn: ({ signal }) => api.tickets.counts({ signal }),
  });
}

export function useTicket(id: string) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  return useQuery<Ticket>({
    queryKey: keys.ticket(id),
    queryFn: ({ signal }) => api.tickets.get(id, { signal }),
    // The list has it already; it is shown while the current one is fetched.
    placeholderData: () => ticketInLists(queries, id),
  });
}

export function useResponses(ticketId: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.responses(ticketId),
    queryFn: ({ signal }) =>
      readAll((cursor) => api.responses.list(ticketId, { cursor, limit: PAGE_MAX }, { signal })),
  });
}

/** What a change needs besides the patch: the new assignee's name, to show it at once. */
export interface TicketChange extends TicketPatch {
  assignedToName?: string | null;
}

export function useChangeTicket(id: string) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ assignedToName: _, ...patch }: TicketChange) => api.tickets.update(id, patch),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: keys.ticket(id) });
      const before = queries.getQueryData<Ticket>(keys.ticket(id));
      if (before) putTicket(queries, withChange(before, change));
      return { before };
    },
    onError: (_error, _change, context) => {
      if (context?.before) putTicket(queries, context.before);
    },
    onSuccess: (ticket) => putTicket(queries, ticket),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.tickets });
      void queries.invalidateQueries({ queryKey: keys.ticketCounts });
    },
  });
}

/** The ticket as it will be; null in a patch means “not said” but for the assignee. */
export function withChange(ticket: Ticket, change: TicketChange): Ticket {
  const next: Ticket = {
    ...ticket,
    status: change.status ?? ticket.status,
    priority: change.priority ?? ticket.priority,
    category: change.category ?? ticket.category,
    tags: change.tags ?? ticket.tags,
  };
  if (change.assignedTo !== undefined) {
    next.assignedTo = change.assignedTo;
    next.assignedToName = change.assignedToName ?? null;
  }
  return next;
}

/** The same ticket wherever it is shown. */
function putTicket(queries: QueryClient, ticket: Ticket): void {
  queries.setQueryData(keys.ticket(ticket.id), ticket);
  queries.setQueriesData<TicketPages>({ queryKey: keys.tickets }, (data) =>
    data
      ? {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((one) => (one.id === ticket.id ? ticket : one)),
          })),
        }
      : data,
  );
}

function ticketInLists(queries: QueryClient, id: string): Ticket | undefined {
  for (const [, data] of queries.getQueriesData<TicketPages>({ queryKey: keys.tickets })) {
    const found = data?.pages.flatMap((page) => page.items).find((ticket) => ticket.id === id);
    if (found) return found;
  }
  return undefined;
}
