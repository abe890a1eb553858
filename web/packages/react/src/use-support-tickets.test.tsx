import type { Ticket } from '@frontdesk/client';
import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useSupportTickets } from '.';

const page = setUpPage();

const ticket = (id: string, subject = id): Partial<Ticket> => ({ id, subject, status: 'open' });
const list = (tickets: Partial<Ticket>[], next: string | null = null) => ({
  status: 200,
  body: { success: true, data: tickets, page: { next } },
});
const one = (data: Partial<Ticket>, status = 200) => ({ status, body: { success: true, data } });

it('fetches nothing by itself, a page when asked, and older ones after it', async () => {
  const { result } = renderHook(() => useSupportTickets(), { wrapper: page.wrapper });
  expect(page.server.requests).toEqual([]);

  page.server.rest.set('GET /tickets', list([ticket('t1')], 'c'));
  await act(() => result.current.fetchTickets({ status: 'open' }));
  await waitFor(() =>
    expect(result.current).toMatchObject({ loading: false, error: null, hasMore: true }),
  );

  page.server.rest.set('GET /tickets', list([ticket('t1'), ticket('t2')]));
  await act(() => result.current.loadMore());
  await waitFor(() => expect(result.current.tickets.map(({ id }) => id)).toEqual(['t1', 't2']));
  expect(result.current.hasMore).toBe(false);
  expect(page.server.requests).toEqual([
    'GET /tickets?status=open',
    'GET /tickets?status=open&cursor=c',
  ]);
});

it('puts a new ticket at the head of the list', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1')]));
  page.server.rest.set('POST /tickets', one(ticket('t2'), 201));
  const { result } = renderHook(() => useSupportTickets(), { wrapper: page.wrapper });
  await act(() => result.current.fetchTickets());
  await act(async () => {
    await result.current.createTicket({ subject: 'Brakes', description: 'They squeak' });
  });
  await waitFor(() => expect(result.current.tickets.map(({ id }) => id)).toEqual(['t2', 't1']));
});

it('says what is wrong with a ticket', async () => {
  page.server.rest.set('POST /tickets', {
    status: 400,
    body: {
      status: 400,
      code: 'invalid-input',
      detail: 'subject is missing',
      errors: [{ field: 'subject', message: 'write a subject' }],
    },
  });
  const { result } = renderHook(() => useSupportTickets(), { wrapper: page.wrapper });
  await act(async () => {
    await expect(
      result.current.createTicket({ subject: '', description: 'x' }),
    ).rejects.toMatchObject({ fieldErrors: [{ field: 'subject' }] });
  });
  await waitFor(() => expect(result.current.error).toBe('subject is missing'));
});

it('says that it could not fetch, and keeps what was there', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1')]));
  const { result } = renderHook(() => useSupportTickets(), { wrapper: page.wrapper });
  await act(() => result.current.fetchTickets());
  await waitFor(() => expect(result.current.tickets).toHaveLength(1));
  page.server.rest.set('GET /tickets', { status: 503, body: { detail: 'Not just now.' } });
  await act(() => result.current.fetchTickets());
  await waitFor(() =>
    expect(result.current).toMatchObject({ error: 'Not just now.', loading: false }),
  );
  expect(result.current.tickets).toHaveLength(1);
});

it('shows a ticket that has changed', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1', 'before')]));
  page.server.rest.set('GET /tickets/t1', one(ticket('t1', 'after')));
  const { result } = renderHook(() => useSupportTickets(), { wrapper: page.wrapper });
  await act(() => result.current.fetchTickets());
  await waitFor(() => expect(result.current.tickets).toHaveLength(1));
  page.client.notifications.connect();
  await waitFor(() =>
    expect(page.client.notifications.getSnapshot().connection.status).toBe('online'),
  );
  page.server.tell('maya', 'ticket-changed', { ticketId: 't1' });
  await waitFor(() => expect(result.current.tickets[0]?.subject).toBe('after'));
});
