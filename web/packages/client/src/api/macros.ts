// Prepared answers with variables, and what they do besides. For staff.

import type { BodyOf } from '../endpoints';
import type { Http } from '../http';
import type { AppliedMacro, Macro, NewMacro } from '../types';
import { type CreateOptions, create, data, type RequestOptions } from './request';

export type MacroTarget = BodyOf<'post', '/macros/{id}/apply'>;

export interface MacrosApi {
  /** Everyone's, and the caller's own. */
  list(options?: RequestOptions): Promise<Macro[]>;
  create(macro: NewMacro, options?: CreateOptions): Promise<Macro>;
  update(id: string, macro: NewMacro, options?: RequestOptions): Promise<Macro>;
  remove(id: string, options?: RequestOptions): Promise<void>;
  /** The words, with the conversation's values for the variables. */
  render(id: string, conversationId: string, options?: RequestOptions): Promise<string>;
  /** Carries its actions out, and sends the words when `content` is given. */
  apply(id: string, target: MacroTarget, options?: CreateOptions): Promise<AppliedMacro>;
}

export function macrosApi(http: Http): MacrosApi {
  return {
    list: async (options) => data(await http.send('get', '/macros', options)),
    create: async (macro, options) => data(await create(http, '/macros', macro, options)),
    update: async (id, body, options) =>
      data(await http.send('put', '/macros/{id}', { id, body, ...options })),
    remove: async (id, options) => {
      await http.send('delete', '/macros/{id}', { id, ...options });
    },
    render: async (id, conversationId, options) => {
      const body = { conversationId };
      return data(await http.send('post', '/macros/{id}/render', { id, body, ...options })).content;
    },
    apply: async (id, target, options) =>
      data(await create(http, '/macros/{id}/apply', target, options, id)),
  };
}
