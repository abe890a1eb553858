// What else is known of a customer: their other chats and tickets.

import type { ChatSession, PageQuery, Ticket, TicketQuery } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { keys, PAGE_MAX } from './queries';

export interface CustomerHistory {
  chats: ChatSession[];
  tickets: Ticket[];
}

/** The latest of a person's chats and tickets, newest first. */
export function useCustomerHistory(userId: string) {
  const { api } = useFrontdesk();
  return useQuery<CustomerHistory>({
    queryKey: keys.customer(userId),
    queryFn: async ({ signal }) => {
      const query: PageQuery & TicketQuery & { userId: string } = { limit: PAGE_MAX, userId };
      const [chats, tickets] = await Promise.all([
        api.chat.sessions({ ...query, status: undefined }, { signal }),
        api.tickets.list(query, { signal }),
      ]);
      // A server that does not know the filter answers with everybody's.
      const theirs = (one: { userId: string }) => one.userId === userId;
      return { chats: chats.items.filter(theirs), tickets: tickets.items.filter(theirs) };
    },
  });
}
