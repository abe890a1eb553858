// Writing a response to a ticket, for the customer or for staff alone: it shows at once, and a
// repeat after a lost answer is no second one.

import type { NewResponse, TicketResponse } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../shared/queries';
import { useAttempt } from '../shared/use-attempt';

export function useRespond(ticketId: string): (response: NewResponse) => Promise<void> {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const attempt = useAttempt();
  return async (response) => {
    const stored = await attempt(JSON.stringify(response), (idempotencyKey) =>
      api.responses.create(ticketId, response, { idempotencyKey }),
    );
    queries.setQueryData<TicketResponse[]>(keys.responses(ticketId), (list) =>
      list && !list.some(({ id }) => id === stored.id) ? [...list, stored] : list,
    );
    void queries.invalidateQueries({ queryKey: keys.responses(ticketId) });
    void queries.invalidateQueries({ queryKey: keys.ticket(ticketId) });
  };
}
