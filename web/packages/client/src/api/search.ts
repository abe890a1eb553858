// Searching, what is told of it (clicks, analytics), and the synonyms that admins keep.

import type { QueryOf } from '../endpoints';
import type { Http } from '../http';
import { randomId } from '../ids';
import type {
  Facets,
  SearchAnalytics,
  SearchClick,
  SearchResults,
  SearchSurface,
  Suggestions,
  Synonym,
  SynonymInput,
} from '../types';
import { type CreateOptions, create, data, type RequestOptions } from './request';
import { type SearchIndexApi, searchIndexApi } from './search-index';

export type SearchQuery = Omit<QueryOf<'get', '/search'>, 'q' | 'visit' | 'surface'> & {
  q: string;
};
export type SearchAnalyticsQuery = QueryOf<'get', '/search/analytics'>;

export interface SearchAnswer extends SearchResults {
  /** As the server understood it. */
  query: string;
  next: string | null;
  /** How the results are spread; null unless it was asked for. */
  facets: Facets | null;
  didYouMean: string | null;
  /** Whether one of the articles seems to answer it. */
  answered: boolean;
  /** What a click refers to; null where searches are not logged. */
  searchId: string | null;
}

export interface SearchApi {
  query(query: SearchQuery, options?: RequestOptions): Promise<SearchAnswer>;
  /** For what is being typed: ask at every change, and drop older answers. */
  suggest(q: string, options?: RequestOptions): Promise<Suggestions>;
  /** Tells that a result was opened. Nothing waits for it, and nothing comes of its failure. */
  click(click: SearchClick): void;
  /** What was searched for (staff). */
  analytics(query?: SearchAnalyticsQuery, options?: RequestOptions): Promise<SearchAnalytics>;
  index: SearchIndexApi;
  synonyms: {
    list(options?: RequestOptions): Promise<Synonym[]>;
    create(synonym: SynonymInput, options?: CreateOptions): Promise<Synonym>;
    update(id: string, synonym: SynonymInput, options?: RequestOptions): Promise<Synonym>;
    remove(id: string, options?: RequestOptions): Promise<void>;
  };
}

/** `surface`: where it is searched from, as the analytics tell it. */
export function searchApi(http: Http, surface?: SearchSurface): SearchApi {
  // Tells the server which searches are one person's typing. It lives as long as this page.
  const visit = randomId();
  return {
    query: async (query, options) => {
      const asked = { ...query, surface, visit };
      const answer = await http.send('get', '/search', { query: asked, ...options });
      return {
        ...answer.data,
        query: answer.query,
        next: answer.page.next ?? null,
        facets: answer.facets ?? null,
        didYouMean: answer.didYouMean ?? null,
        answered: answer.answered,
        searchId: answer.searchId ?? null,
      };
    },
    suggest: async (q, options) =>
      data(await http.send('get', '/search/suggest', { query: { q, surface, visit }, ...options })),
    click: (body) => {
      // It outlives the page, which the click may be leaving.
      http.send('post', '/search/click', { body, keepalive: true }).catch(() => {});
    },
    analytics: async (query, options) =>
      data(await http.send('get', '/search/analytics', { query, ...options })),
    index: searchIndexApi(http),
    synonyms: {
      list: async (options) => data(await http.send('get', '/search/synonyms', options)),
      create: async (synonym, options) =>
        data(await create(http, '/search/synonyms', synonym, options)),
      update: async (id, body, options) =>
        data(await http.send('put', '/search/synonyms/{id}', { id, body, ...options })),
      remove: async (id, options) => {
        await http.send('delete', '/search/synonyms/{id}', { id, ...options });
      },
    },
  };
}
