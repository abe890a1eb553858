// Reads ahead what will probably be wanted next, such as when the pointer comes near a link.

import { useMemo } from 'react';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import {
  type ArticleList,
  articlePages,
  articleQuery,
  faqQuery,
  type TicketList,
  ticketPages,
} from './queries';

/** Each asks once while its answer is fresh. A failure is told to whoever asks in earnest. */
export interface UsePrefetch {
  faq(category?: string, search?: string): void;
  /** Counts as a view of the article. */
  article(idOrSlug: string): void;
  articles(query?: ArticleList): void;
  tickets(query?: TicketList): void;
}

export function usePrefetch(): UsePrefetch {
  const client = useFrontdesk();
  return useMemo(() => {
    const { api } = client;
    const cache = cacheOf(client);
    return {
      faq: (category, search) => void cache.prefetchQuery(faqQuery(api, category, search)),
      article: (idOrSlug) => void cache.prefetchQuery(articleQuery(api, idOrSlug)),
      articles: (query = {}) => void cache.prefetchInfiniteQuery(articlePages(api, query)),
      tickets: (query = {}) => void cache.prefetchInfiniteQuery(ticketPages(api, query)),
    };
  }, [client]);
}
