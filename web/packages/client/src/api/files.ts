// Files that were uploaded: what is known of them now, and their deletion.

import type { Http } from '../http';
import type { Attachment } from '../types';
import { data, type RequestOptions } from './request';

export interface FilesApi {
  /** Those of them that the caller may see; at most 50 at a time. */
  get(cids: readonly string[], options?: RequestOptions): Promise<Attachment[]>;
  /** One's own, or for admins any. Messages keep the name and size. */
  remove(cid: string, options?: RequestOptions): Promise<void>;
}

export function filesApi(http: Http): FilesApi {
  return {
    get: async (cids, options) =>
      data(await http.send('get', '/files', { query: { cid: [...cids] }, ...options })),
    remove: async (id, options) => {
      await http.send('delete', '/files/{cid}', { id, ...options });
    },
  };
}
