/** What the portal asks the server for, with the keys that its answers are kept under. */
import type { Api, OwnStatus, Page } from '@frontdesk/client';
import { SEARCH_MIN_CHARS, useFrontdesk } from '@frontdesk/react';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { pageData } from '../page-data';

export const keys = {
  conversations: ['conversations'] as const,
  ticket: (id: string) => ['ticket', id] as const,
  responses: (id: string) => ['ticket', id, 'responses'] as const,
  article: (slug: string) => ['article', slug] as const,
  sessions: ['chat-sessions'] as const,
};

/** The server's limit for a list. */
const MAX_PAGE = 100;
const POPULAR_SHOWN = 8;

export function useCategories() {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: ['categories'],
    queryFn: ({ signal }) => api.categories.list({ signal }),
    initialData: pageData.categories,
    staleTime: 5 * 60_000,
  });
}

/** A category's name by its slug; made from the slug where there is no such category. */
export function useCategoryName(): (slug: string) => string {
  const { data } = useCategories();
  return (slug) => data?.find((category) => category.slug === slug)?.name ?? nameOfSlug(slug);
}

function nameOfSlug(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export function usePopularArticles() {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: ['articles', 'popular'],
    queryFn: ({ signal }) => api.faq.list({ sort: 'views', limit: POPULAR_SHOWN }, { signal }),
    initialData: pageData.popular && { items: pageData.popular, next: null },
    staleTime: 5 * 60_000,
    select: (page) => page.items,
  });
}

export function useArticlesOf(category: string) {
  const { api } = useFrontdesk();
  return useInfiniteQuery(
    paged(['articles', 'category', category], (cursor, signal) =>
      api.faq.list({ category, cursor, limit: 50 }, { signal }),
    ),
  );
}

export function useArticle(idOrSlug: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.article(idOrSlug),
    queryFn: ({ signal }) => api.faq.get(idOrSlug, { signal }),
    // Shown at once; it is fetched all the same, which counts the view.
    placeholderData: pageData.article?.slug === idOrSlug ? pageData.article : undefined,
    // Each fetch counts as a view: one a visit is enough.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

/** The few best articles for a text that is written for somebody. */
export function useQuickSearch(q: string, limit = 6) {
  const { api } = useFrontdesk();
  const text = q.trim();
  return useQuery({
    queryKey: ['quick-search', text, limit],
    queryFn: ({ signal }) => api.search.query({ q: text, type: 'faq', limit }, { signal }),
    enabled: [...text].length >= SEARCH_MIN_CHARS,
    placeholderData: keepPreviousData,
  });
}

export function useOwnConversations(status: OwnStatus | '') {
  const { api } = useFrontdesk();
  return useInfiniteQuery(
    paged([...keys.conversations, status], (cursor, signal) =>
      api.conversations.own({ status: status || undefined, cursor }, { signal }),
    ),
  );
}

export function useTicket(id: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.ticket(id),
    queryFn: ({ signal }) => api.tickets.get(id, { signal }),
  });
}

export const responsesQuery = (api: Api, ticketId: string) =>
  queryOptions({
    queryKey: keys.responses(ticketId),
    queryFn: ({ signal }) =>
      allPages((cursor) => api.responses.list(ticketId, { cursor, limit: MAX_PAGE }, { signal })),
  });

/** The chat that is open, on whichever device. */
export function useOpenChat() {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: [...keys.sessions, 'open'],
    queryFn: async ({ signal }) => {
      const { items } = await api.chat.sessions({}, { signal });
      return items.find((session) => session.status !== 'closed') ?? null;
    },
  });
}

export function useChatSession(id: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: [...keys.sessions, id],
    queryFn: ({ signal }) => api.chat.session(id, { signal }),
  });
}

export function useChatHistory(id: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: [...keys.sessions, id, 'messages'],
    queryFn: async ({ signal }) => {
      const messages = [];
      for (;;) {
        const after = messages.at(-1)?.seq ?? 0;
        const page = await api.chat.messages(id, { after, limit: MAX_PAGE }, { signal });
        messages.push(...page.items);
        if (page.next === null || page.items.length === 0) return messages;
      }
    },
  });
}

/** A list that is loaded page by page. */
function paged<Item>(
  queryKey: readonly unknown[],
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Item>) => last.next,
  });
}

/** Every page of a list that is never very long. */
async function allPages<Item>(
  load: (cursor: string | null) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await load(cursor);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
