// Who a customer or a colleague is; very important ones and blocked ones. For staff.

import type { QueryOf } from '../endpoints';
import type { Http } from '../http';
import type { Page, PersonProfile } from '../types';
import { data, page, type RequestOptions } from './request';

export type BlockedQuery = Omit<QueryOf<'get', '/people'>, 'blocked'>;

export interface PeopleApi {
  get(id: string, options?: RequestOptions): Promise<PersonProfile>;
  update(id: string, patch: { isVip?: boolean }, options?: RequestOptions): Promise<PersonProfile>;
  /** Ends their chats and refuses what they write. */
  block(id: string, reason: string, options?: RequestOptions): Promise<PersonProfile>;
  unblock(id: string, options?: RequestOptions): Promise<PersonProfile>;
  /** Who is blocked, the last one first. */
  blocked(query?: BlockedQuery, options?: RequestOptions): Promise<Page<PersonProfile>>;
}

export function peopleApi(http: Http): PeopleApi {
  return {
    get: async (id, options) => data(await http.send('get', '/people/{id}', { id, ...options })),
    update: async (id, body, options) =>
      data(await http.send('patch', '/people/{id}', { id, body, ...options })),
    block: async (id, reason, options) =>
      data(await http.send('post', '/people/{id}/block', { id, body: { reason }, ...options })),
    unblock: async (id, options) =>
      data(await http.send('post', '/people/{id}/unblock', { id, ...options })),
    blocked: async (query, options) =>
      page(await http.send('get', '/people', { query: { ...query, blocked: true }, ...options })),
  };
}
