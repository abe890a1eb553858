// What is stored, for admins: how much, of what, in which state, and its upkeep.

import type { Http } from '../http';
import type { Page, StorageSummary, StoredFile } from '../types';
import { data, page, type RequestOptions } from './request';
import { untyped } from './untyped';

export interface StorageFileQuery {
  scan?: 'pending' | 'clean' | 'infected' | 'unscanned';
  /** Part of no message, response, note or ticket. */
  orphan?: boolean;
  q?: string;
  limit?: number;
  cursor?: string | null;
}

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
  const send = untyped(http);
  const files = (path: string) => async (id: string, options?: RequestOptions) => {
    await send('post', path, { id, ...options });
  };
  const job = (path: string) => async (options?: RequestOptions) => {
    await send('post', path, options);
  };
  return {
    summary: async (options) =>
      data(await send<{ data: StorageSummary }>('get', '/storage', options)),
    files: async (query, options) =>
      page(
        await send<{ data: StoredFile[]; page: { next?: string | null } }>(
          'get',
          '/storage/files',
          { query, ...options },
        ),
      ),
    rescan: files('/storage/files/{id}/rescan'),
    release: files('/storage/files/{id}/release'),
    scrub: job('/storage/scrub'),
    collect: job('/storage/collect'),
  };
}
