// Mail that came in, and what became of each: for admins.

import type { QueryOf } from '../endpoints';
import type { Http } from '../http';
import type { InboundMail, Page } from '../types';
import { data, page, type RequestOptions } from './request';

export type InboundMailQuery = QueryOf<'get', '/inbound-mail'>;

export interface InboundMailApi {
  /** The newest first. */
  list(query?: InboundMailQuery, options?: RequestOptions): Promise<Page<InboundMail>>;
  /** The mail as it came (`message/rfc822`), while it is kept: that is, while it is set aside. */
  download(id: string, options?: RequestOptions): Promise<Blob>;
  /** Has one read again that was set aside. */
  retry(id: string, options?: RequestOptions): Promise<InboundMail>;
}

export function inboundMailApi(http: Http): InboundMailApi {
  return {
    list: async (query, options) =>
      page(await http.send('get', '/inbound-mail', { query, ...options })),
    download: async (id, options) => http.download('/inbound-mail/{id}/raw', { id, ...options }),
    retry: async (id, options) =>
      data(await http.send('post', '/inbound-mail/{id}/retry', { id, ...options })),
  };
}
