// What is stored, for admins: how much, of what, in which state, and its upkeep.

import type { QueryOf } from '../endpoints';
import type { Http } from '../http';
import type { Page, StorageSummary, StoredFile } from '../types';
import { data, page, type RequestOptions } from './request';

export type StorageFileQuery = QueryOf<'get', '/storage/files'>;

export interface StorageApi {
  summary(options?: RequestOptions): Promise<StorageSummary>;
  files(query?: StorageFileQuery, options?: RequestOptions): Promise<Page<StoredFile>>;
  /** Has the scanner look at it again. */
  rescan(cid: string, options?: RequestOptions): Promise<void>;
  /** Lets an infected file be opened; it is noted in the audit log who did so. */
  release(cid: string, options?: RequestOptions): Promise<void>;
  /** Hashes every stored block again. */
  scrub(options?: RequestOptions): Promise<void>;
  /** Removes what nothing refers to. */
  collect(options?: RequestOptions): Promise<void>;
}

export function storageApi(http: Http): StorageApi {
  return {
    summary: async (options) => data(await http.send('get', '/storage', options)),
    files: async (query, options) =>
      page(await http.send('get', '/storage/files', { query, ...options })),
    rescan: async (id, options) => {
      await http.send('post', '/storage/files/{cid}/rescan', { id, ...options });
    },
    release: async (id, options) => {
      await http.send('post', '/storage/files/{cid}/release', { id, ...options });
    },
    scrub: async (options) => {
      await http.send('post', '/storage/scrub', options);
    },
    collect: async (options) => {
      await http.send('post', '/storage/collect', options);
    },
  };
}
