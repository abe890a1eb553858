// One ticket over REST, with its responses, and changes that show at once and are taken back when the
// server refuses them.

import type { Ticket, TicketPatch } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys, PAGE_MAX, readAll } from '../shared/queries';

export function useTicket(id: string) {
  const { api } = useFrontdesk();
  return useQuery<Ticket>({
    queryKey: keys.ticket(id),
    queryFn: ({ signal }) => api.tickets.get(id, { signal }),
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
      void queries.invalidateQueries({ queryKey: keys.inbox });
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

function putTicket(queries: QueryClient, ticket: Ticket): void {
  queries.setQueryData(keys.ticket(ticket.id), ticket);
}
