// For those who render on a server: reads what a page will show, and hands it on in a form that goes
// over the wire. `FrontdeskProvider` takes it as its `state`. Nothing here is for browsers.

import { createClient, type FrontdeskClient, memoryStorage } from '@frontdesk/client';
import { type DehydratedState, dehydrate } from '@tanstack/react-query';
import { cacheOf } from './cache';
import { type ArticleList, articlePages, articleQuery, faqQuery } from './queries';

export type FrontdeskState = DehydratedState;

export interface ServerClient {
  readonly client: FrontdeskClient;
  /** Each fails with a FrontdeskError where the desk can't be reached or refuses. */
  faq(category?: string, search?: string): Promise<void>;
  article(idOrSlug: string): Promise<void>;
  articles(query?: ArticleList): Promise<void>;
  /** What has been read so far. */
  state(): FrontdeskState;
}

/**
 * A client for one request, which nobody is signed in to.
 *
 * @param url the desk's origin as the server reaches it
 */
export function createServerClient(url: string): ServerClient {
  const client = createClient({ url, token: null, tabs: null, storage: memoryStorage() });
  const cache = cacheOf(client);
  const { api } = client;
  return {
    client,
    faq: async (category, search) => {
      await cache.fetchQuery(faqQuery(api, category, search));
    },
    article: async (idOrSlug) => {
      await cache.fetchQuery(articleQuery(api, idOrSlug));
    },
    articles: async (query = {}) => {
      await cache.fetchInfiniteQuery(articlePages(api, query));
    },
    state: () => dehydrate(cache),
  };
}
