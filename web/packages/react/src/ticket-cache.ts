// How lists of tickets follow what becomes of tickets, without being read anew: one that is being
// made stands at the head of its lists before the server has it, one that has changed in its place.

import type { NewTicket, Page, Ticket } from '@frontdesk/client';
import type { QueryClient } from '@tanstack/react-query';
import { TICKETS, type TicketList, type TicketPages } from './queries';

/** A ticket in a list. Until the server has it, it is `pending` and its number is 0. */
export type ListedTicket = Ticket & { pending?: boolean };

/** The ticket as it will be, as far as it is known before the server has it. */
export function pendingTicket(input: NewTicket, id: string, now: Date): ListedTicket {
  const at = now.toISOString();
  return {
    id,
    number: 0,
    subject: input.subject,
    description: input.description,
    category: input.category ?? '',
    priority: input.priority ?? 'medium',
    attachments: input.attachments ?? [],
    tags: [],
    files: [],
    status: 'open',
    responseCount: 0,
    userId: '',
    userName: '',
    createdAt: at,
    updatedAt: at,
    pending: true,
  };
}

/** Puts it at the head of each list that it belongs to. */
export function addTicket(cache: QueryClient, ticket: ListedTicket): void {
  change(cache, (pages, query) =>
    belongs(ticket, query)
      ? pages.map((page, index) =>
          index === 0 ? { ...page, items: [ticket, ...without(page.items, ticket.id)] } : page,
        )
      : pages,
  );
}

/** Puts another one, or the same as it is now, in the place of a ticket. */
export function replaceTicket(cache: QueryClient, id: string, ticket: ListedTicket): void {
  change(cache, (pages) =>
    pages.map((page) => ({
      ...page,
      items: page.items.map((one) => (one.id === id ? ticket : one)),
    })),
  );
}

export function removeTicket(cache: QueryClient, id: string): void {
  change(cache, (pages) => pages.map((page) => ({ ...page, items: without(page.items, id) })));
}

/** Whether any list shows it. */
export function isListed(cache: QueryClient, id: string): boolean {
  return cache
    .getQueriesData<TicketPages>({ queryKey: [TICKETS] })
    .some(([, data]) => data?.pages.some(({ items }) => items.some((one) => one.id === id)));
}

function change(
  cache: QueryClient,
  alter: (pages: Page<Ticket>[], query: TicketList) => Page<Ticket>[],
): void {
  for (const [key, data] of cache.getQueriesData<TicketPages>({ queryKey: [TICKETS] })) {
    if (!data) continue;
    const pages = alter(data.pages, key[1] as TicketList);
    if (pages !== data.pages) cache.setQueryData<TicketPages>(key, { ...data, pages });
  }
}

/** What else a list asks for (words, tags …) is the server's to tell. */
function belongs(ticket: Ticket, query: TicketList): boolean {
  return Object.entries(query).every(([name, wanted]) => {
    if (name === 'limit' || name === 'sort') return true;
    if (name !== 'status' && name !== 'priority' && name !== 'category') return false;
    return String(wanted).split(',').includes(ticket[name]);
  });
}

function without(tickets: Ticket[], id: string): Ticket[] {
  return tickets.filter((one) => one.id !== id);
}
