// What is known of a customer besides the chat or ticket on the screen: who they are, and their
// other chats and tickets.

import { FrontdeskError } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { keys } from './queries';

/** Of each kind. */
export const HISTORY_SHOWN = 8;

/**
 * The latest of a person's chats and tickets, newest first, without the one on the screen. What is shown to be
 * chosen from is `fresh`: read again whenever it appears.
 */
export function useCustomerHistory(userId: string, except: string, { fresh = false } = {}) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.customer(userId),
    queryFn: async ({ signal }) => {
      // One more than is shown, since the one on the screen is among them.
      const query = { userId, limit: HISTORY_SHOWN + 1 };
      const [chats, tickets] = await Promise.all([
        api.chat.sessions(query, { signal }),
        api.tickets.list(query, { signal }),
      ]);
      return { chats: chats.items, tickets: tickets.items };
    },
    refetchOnMount: fresh ? 'always' : true,
    select: ({ chats, tickets }) => ({
      chats: others(chats, except),
      tickets: others(tickets, except),
    }),
  });
}

function others<Item extends { id: string }>(items: Item[], except: string): Item[] {
  return items.filter(({ id }) => id !== except).slice(0, HISTORY_SHOWN);
}

/** Who a customer is; null where the desk knows nobody of this id. */
export function useCustomer(userId: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.person(userId),
    queryFn: ({ signal }) =>
      api.people.get(userId, { signal }).catch((thrown) => {
        if (thrown instanceof FrontdeskError && thrown.status === 404) return null;
        throw thrown;
      }),
    staleTime: 5 * 60_000,
  });
}
