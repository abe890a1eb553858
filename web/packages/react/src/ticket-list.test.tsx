import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { violations } from '../test/axe';
import { setUpPage } from '../test/page';
import { TicketList } from '.';

const page = setUpPage();

const ticket = (number: number) => ({
  id: `t${number}`,
  number,
  subject: `Ticket ${number}`,
  status: 'in-progress',
  updatedAt: '2026-01-05T10:00:00Z',
});
const list = (tickets: object[], next: string | null = null) =>
  page.server.rest.set('GET /tickets', {
    status: 200,
    body: { success: true, data: tickets, page: { next } },
  });

it('lists tickets with their state, and older ones when asked', async () => {
  list([ticket(2)], 'c');
  render(<TicketList hrefOf={({ id }) => `/tickets/${id}`} />, { wrapper: page.wrapper });
  const link = await screen.findByRole('link', { name: 'Ticket 2' });
  expect(link.getAttribute('href')).toBe('/tickets/t2');
  expect(screen.getByText('In progress')).toBeTruthy();
  expect(await violations()).toEqual([]);
  list([ticket(1)]);
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  await screen.findByRole('link', { name: 'Ticket 1' });
  expect(screen.queryByRole('button')).toBeNull();
});

it('opens one by the page’s own means, by the keys alone', async () => {
  list([ticket(2)]);
  const onOpen = vi.fn();
  render(<TicketList onOpen={onOpen} />, { wrapper: page.wrapper });
  await screen.findByRole('button', { name: 'Ticket 2' });
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: 't2' }));
});

it('says why there is nothing, and tries again', async () => {
  page.server.rest.set('GET /tickets', { status: 503, body: { detail: 'Not just now.' } });
  render(<TicketList messages={{ retry: 'Nochmals' }} />, { wrapper: page.wrapper });
  expect((await screen.findByRole('alert')).textContent).toContain('Not just now.');
  list([ticket(2)]);
  await userEvent.click(screen.getByRole('button', { name: 'Nochmals' }));
  await screen.findByText('Ticket 2');
});
