import type { Ticket } from '@frontdesk/client';
import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useTicketPages } from '.';

const page = setUpPage();

const ticket = (id: string, status = 'open'): Partial<Ticket> => ({
  id,
  subject: id,
  status: status as Ticket['status'],
});
const list = (tickets: Partial<Ticket>[], next: string | null = null) => ({
  status: 200,
  body: { success: true, data: tickets, page: { next } },
});
const ids = (tickets: { id: string }[]) => tickets.map(({ id }) => id);

it('reads the first page by itself, and further ones when asked', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1')], 'c'));
  const { result } = renderHook(() => useTicketPages(), { wrapper: page.wrapper });
  expect(result.current).toMatchObject({ tickets: [], loading: true });
  await waitFor(() => expect(ids(result.current.tickets)).toEqual(['t1']));
  expect(result.current.hasMore).toBe(true);
  page.server.rest.set('GET /tickets', list([ticket('t1'), ticket('t2')]));
  await act(() => result.current.loadMore());
  await waitFor(() => expect(ids(result.current.tickets)).toEqual(['t1', 't2']));
  expect(result.current.hasMore).toBe(false);
});

it('asks once for what several components list', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1')]));
  const both = renderHook(() => [useTicketPages(), useTicketPages({ status: null })], {
    wrapper: page.wrapper,
  });
  await waitFor(() => expect(both.result.current[1]?.tickets).toHaveLength(1));
  expect(page.server.requests).toHaveLength(1);
});

it('shows a new ticket at once, in the lists that it belongs to, and then as the server has it', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1')]));
  const { result } = renderHook(
    () => ({
      all: useTicketPages(),
      open: useTicketPages({ status: 'open' }),
      closed: useTicketPages({ status: 'closed' }),
    }),
    { wrapper: page.wrapper },
  );
  await waitFor(() => {
    for (const { tickets } of Object.values(result.current)) expect(tickets).toHaveLength(1);
  });
  let release = () => {};
  page.server.answersHeld = new Promise((resolve) => {
    release = resolve;
  });
  page.server.rest.set('POST /tickets', {
    status: 201,
    body: { success: true, data: ticket('t2') },
  });
  let created: Promise<Ticket> | undefined;
  act(() => {
    created = result.current.all.createTicket({ subject: 'Brakes', description: 'They squeak' });
  });
  await waitFor(() =>
    expect(result.current.all.tickets[0]).toMatchObject({ subject: 'Brakes', pending: true }),
  );
  expect(result.current.open.tickets).toHaveLength(2);
  expect(ids(result.current.closed.tickets)).toEqual(['t1']);

  release();
  await act(async () => {
    await created;
  });
  await waitFor(() => expect(ids(result.current.all.tickets)).toEqual(['t2', 't1']));
  expect(result.current.open.tickets[0]?.pending).toBeUndefined();
});

it('takes a ticket back that the server refuses', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1')]));
  page.server.rest.set('POST /tickets', {
    status: 400,
    body: { code: 'invalid-input', detail: 'subject is missing' },
  });
  const { result } = renderHook(() => useTicketPages(), { wrapper: page.wrapper });
  await waitFor(() => expect(result.current.tickets).toHaveLength(1));
  await act(async () => {
    await expect(
      result.current.createTicket({ subject: '', description: '' }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
  });
  await waitFor(() => expect(ids(result.current.tickets)).toEqual(['t1']));
});

it('reads anew for another person', async () => {
  page.server.rest.set('GET /tickets', list([ticket('t1')]));
  const { result } = renderHook(() => ({ pages: useTicketPages() }), {
    wrapper: page.wrapper,
  });
  await waitFor(() => expect(result.current.pages.tickets).toHaveLength(1));
  page.server.rest.set('GET /tickets', list([ticket('t9')]));
  act(() => page.client.setToken('user:noor'));
  await waitFor(() => expect(ids(result.current.pages.tickets)).toEqual(['t9']));
});
