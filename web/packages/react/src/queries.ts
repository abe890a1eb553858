// What the hooks ask the server, and the keys that its answers are kept under. Nothing here needs
// React, so that servers can ask the same and hand the answers on.

import type { Api, FaqQuery, Page, Ticket, TicketQuery } from '@frontdesk/client';
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryKey,
  queryOptions,
} from '@tanstack/react-query';

/** As many as a page of the server's holds at most. */
const MAX_PAGE = 100;

/** A list without the place in it. */
export type ArticleList = Omit<FaqQuery, 'cursor'>;
export type TicketList = Omit<TicketQuery, 'cursor'>;
export type TicketPages = InfiniteData<Page<Ticket>, string | null>;

/** All lists of tickets stand under this key, each with its query. */
export const TICKETS = 'tickets';

export function faqQuery(api: Api, category = '', search = '') {
  const words = search.trim();
  return queryOptions({
    queryKey: ['faq', category, words],
    queryFn: async ({ signal }) => {
      const asked = { category, search: words, limit: MAX_PAGE };
      return (await api.faq.list(asked, { signal })).items;
    },
  });
}

export function articleQuery(api: Api, idOrSlug: string) {
  return queryOptions({
    queryKey: ['article', idOrSlug],
    queryFn: ({ signal }) => api.faq.get(idOrSlug, { signal }),
    // Each fetch counts as a view: one a visit is enough.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

export function articlePages(api: Api, query: ArticleList) {
  return paged(['articles', given(query)], (cursor, signal) =>
    api.faq.list({ ...query, cursor }, { signal }),
  );
}

export function ticketPages(api: Api, query: TicketList) {
  return paged([TICKETS, given(query)], (cursor, signal) =>
    api.tickets.list({ ...query, cursor }, { signal }),
  );
}

export function availabilityQuery(api: Api, topicId?: string) {
  return queryOptions({
    queryKey: ['availability', topicId ?? null],
    queryFn: ({ signal }) => api.availability.get({ topicId }, { signal }),
  });
}

export function preChatFormQuery(api: Api) {
  return queryOptions({
    queryKey: ['pre-chat-form'],
    queryFn: ({ signal }) => api.availability.form({ signal }),
  });
}

/** Members that say nothing make no other list. */
function given<Query extends object>(query: Query): Partial<Query> {
  const entries = Object.entries(query).filter(([, value]) => value != null && value !== '');
  return Object.fromEntries(entries) as Partial<Query>;
}

function paged<Item>(
  queryKey: QueryKey,
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Item>) => last.next,
  });
}

/** The items of all pages, each once: what is new shifts the pages behind it. */
export function itemsOf<Item extends { id: string }>(
  data: InfiniteData<Page<Item>> | undefined,
): Item[] {
  const known = new Map<string, Item>();
  for (const page of data?.pages ?? []) {
    for (const item of page.items) if (!known.has(item.id)) known.set(item.id, item);
  }
  return [...known.values()];
}
