// A list of tickets as a hook: fetched when asked for, page after page, and kept current.

import {
  type FrontdeskError,
  type NewTicket,
  notificationCenter,
  type Ticket,
  type TicketQuery,
  toFrontdeskError,
} from '@frontdesk/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFrontdesk, useMember } from './context';

export interface UseSupportTickets {
  tickets: Ticket[];
  loading: boolean;
  /** A sentence for people. */
  error: string | null;
  /** The first page; a customer sees their own tickets, staff everybody's. */
  fetchTickets(query?: TicketQuery): Promise<void>;
  /** Fails with a FrontdeskError whose `fieldErrors` name what to mend. */
  createTicket(ticket: NewTicket): Promise<Ticket>;
  hasMore: boolean;
  loadMore(): Promise<void>;
}

interface State {
  tickets: Ticket[];
  loading: boolean;
  error: FrontdeskError | null;
  next: string | null;
}

export function useSupportTickets(): UseSupportTickets {
  const { api } = useFrontdesk();
  const notifications = useMember(notificationCenter);
  const [state, setState] = useState<State>({
    tickets: [],
    loading: false,
    error: null,
    next: null,
  });
  const query = useRef<TicketQuery | null>(null);
  /** The latest fetch: answers to older ones are out of date. */
  const latest = useRef(0);

  const load = useCallback(
    async (cursor: string | null) => {
      latest.current += 1;
      const turn = latest.current;
      setState((before) => ({ ...before, loading: true, error: null }));
      try {
        const page = await api.tickets.list({ ...query.current, cursor });
        if (turn !== latest.current) return;
        setState((before) => ({
          tickets: cursor === null ? page.items : join(before.tickets, page.items),
          loading: false,
          error: null,
          next: page.next,
        }));
      } catch (thrown) {
        if (turn !== latest.current) return;
        setState((before) => ({ ...before, loading: false, error: toFrontdeskError(thrown) }));
      }
    },
    [api],
  );

  const fetchTickets = useCallback(
    (given?: TicketQuery) => {
      // As an event handler it would be given the event.
      query.current = given && !('nativeEvent' in given) ? given : {};
      return load(null);
    },
    [load],
  );

  const loadMore = useCallback(
    () => (state.next === null || state.loading ? Promise.resolve() : load(state.next)),
    [load, state.next, state.loading],
  );

  const createTicket = useCallback(
    async (ticket: NewTicket) => {
      try {
        const created = await api.tickets.create(ticket);
        setState((before) => ({
          ...before,
          tickets: [created, ...before.tickets.filter(({ id }) => id !== created.id)],
          error: null,
        }));
        return created;
      } catch (thrown) {
        const error = toFrontdeskError(thrown);
        setState((before) => ({ ...before, error }));
        throw error;
      }
    },
    [api],
  );

  useEffect(
    () =>
      notifications.onTicketChanged(async (ticketId) => {
        try {
          const changed = await api.tickets.get(ticketId);
          setState((before) => ({
            ...before,
            tickets: before.tickets.map((one) => (one.id === ticketId ? changed : one)),
          }));
        } catch {
          // It was a hint; the next fetch tells what is so.
        }
      }),
    [api, notifications],
  );

  return {
    tickets: state.tickets,
    loading: state.loading,
    error: state.error?.message ?? null,
    fetchTickets,
    createTicket,
    hasMore: state.next !== null,
    loadMore,
  };
}

function join(first: Ticket[], second: Ticket[]): Ticket[] {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...second.filter(({ id }) => !known.has(id))];
}
