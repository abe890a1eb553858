// Writing a response to a ticket, for the customer or for staff alone: it shows at once, and a
// repeat after a lost answer is no second one.

import type { DraftKind, NewResponse, TicketResponse } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../shared/queries';
import { useAttempt } from '../shared/use-attempt';

/** `keepalive`: it goes out even if the page is left at this moment. */
export type Respond = (response: NewResponse, options?: { keepalive?: boolean }) => Promise<void>;

export function useRespond(ticketId: string, kind: DraftKind): Respond {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const attempt = useAttempt(`ticket.${ticketId}.${kind}`);
  return async (response, { keepalive } = {}) => {
    const stored = await attempt(JSON.stringify(response), (idempotencyKey) =>
      api.responses.create(ticketId, response, { idempotencyKey, keepalive }),
    );
    queries.setQueryData<TicketResponse[]>(keys.responses(ticketId), (list) =>
      list && !list.some(({ id }) => id === stored.id) ? [...list, stored] : list,
    );
    void queries.invalidateQueries({ queryKey: keys.responses(ticketId) });
    void queries.invalidateQueries({ queryKey: keys.ticket(ticketId) });
  };
}
