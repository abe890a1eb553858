// The care of the search index, for admins: how it is, comparing it with the store, building it
// anew.

import type { Http } from '../http';
import type { SearchIndexCheck, SearchIndexStatus } from '../types';
import { data, type RequestOptions } from './request';

export interface SearchIndexApi {
  status(options?: RequestOptions): Promise<SearchIndexStatus>;
  /** In the background; the old one answers until the new one is complete. */
  rebuild(options?: RequestOptions): Promise<SearchIndexStatus>;
  /** Compares counts, ids and samples with the store. */
  verify(options?: RequestOptions): Promise<SearchIndexCheck>;
}

export function searchIndexApi(http: Http): SearchIndexApi {
  return {
    status: async (options) => data(await http.send('get', '/search/index', options)),
    rebuild: async (options) => data(await http.send('post', '/search/index/rebuild', options)),
    verify: async (options) => data(await http.send('post', '/search/index/verify', options)),
  };
}
