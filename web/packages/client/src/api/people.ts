// Who a customer or a colleague is; very important ones and blocked ones. For staff.

import type { QueryOf } from '../endpoints';
import type { Http } from '../http';
import type { Page, PersonNote, PersonProfile } from '../types';
import { type CreateOptions, create, data, page, type RequestOptions } from './request';

export type BlockedQuery = Omit<QueryOf<'get', '/people'>, 'blocked'>;

export interface PeopleApi {
  get(id: string, options?: RequestOptions): Promise<PersonProfile>;
  update(id: string, patch: { isVip?: boolean }, options?: RequestOptions): Promise<PersonProfile>;
  /** Ends their chats and refuses what they write. */
  block(id: string, reason: string, options?: RequestOptions): Promise<PersonProfile>;
  unblock(id: string, options?: RequestOptions): Promise<PersonProfile>;
  /** Who is blocked, the last one first. */
  blocked(query?: BlockedQuery, options?: RequestOptions): Promise<Page<PersonProfile>>;
  /** What staff has written down about them, newest first; they never see it. */
  notes: PersonNotesApi;
}

export interface PersonNotesApi {
  list(personId: string, options?: RequestOptions): Promise<PersonNote[]>;
  add(personId: string, content: string, options?: CreateOptions): Promise<PersonNote>;
  /** One's own; admins may change and delete all. */
  edit(
    personId: string,
    id: string,
    content: string,
    options?: RequestOptions,
  ): Promise<PersonNote>;
  remove(personId: string, id: string, options?: RequestOptions): Promise<void>;
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
    notes: notesApi(http),
  };
}

function notesApi(http: Http): PersonNotesApi {
  const at = (id: string, note: string) => ({ id, params: { note } });
  return {
    list: async (id, options) =>
      data(await http.send('get', '/people/{id}/notes', { id, ...options })),
    add: async (id, content, options) =>
      data(await create(http, '/people/{id}/notes', { content }, options, id)),
    edit: async (id, note, content, options) =>
      data(
        await http.send('put', '/people/{id}/notes/{note}', {
          ...at(id, note),
          body: { content },
          ...options,
        }),
      ),
    remove: async (id, note, options) => {
      await http.send('delete', '/people/{id}/notes/{note}', { ...at(id, note), ...options });
    },
  };
}
