// The agents' inbox: every conversation in one list, its counts and saved views, drafts, tags, and
// changes of many conversations at once. For staff.

import type { BodyOf, QueryOf } from '../endpoints';
import type { Http } from '../http';
import type {
  BulkChanged,
  ConversationChangeOf,
  Draft,
  DraftKind,
  InboxCounts,
  InboxItem,
  NewSavedView,
  Page,
  SavedView,
} from '../types';
import { type CreateOptions, create, data, page, type RequestOptions } from './request';

export type InboxQuery = QueryOf<'get', '/inbox'>;

export interface InboxApi {
  /** By last activity; open ones when no status is given. */
  list(query?: InboxQuery, options?: RequestOptions): Promise<Page<InboxItem>>;
  /** One line, whichever view it is in. */
  get(id: string, options?: RequestOptions): Promise<InboxItem>;
  /** How many there are in each view; 1000 stands for 1000 or more. */
  counts(options?: RequestOptions): Promise<InboxCounts>;
  /** 1 to 100 conversations; `undo` of the answer is what to send here to take it back. */
  change(items: readonly ConversationChangeOf[], options?: CreateOptions): Promise<BulkChanged>;
  /** Shared ones and the caller's own, by name. */
  views(options?: RequestOptions): Promise<SavedView[]>;
  createView(view: NewSavedView, options?: CreateOptions): Promise<SavedView>;
  updateView(id: string, view: NewSavedView, options?: RequestOptions): Promise<SavedView>;
  removeView(id: string, options?: RequestOptions): Promise<void>;
  /** What the caller has begun to write, newest first. */
  drafts(conversationId?: string, options?: RequestOptions): Promise<Draft[]>;
  /** Replaces the one before. */
  keepDraft(
    conversationId: string,
    kind: DraftKind,
    content: string,
    options?: RequestOptions,
  ): Promise<void>;
  dropDraft(conversationId: string, kind: DraftKind, options?: RequestOptions): Promise<void>;
  /** Replaces the tags of a ticket or a chat. */
  setTags(conversationId: string, tags: readonly string[], options?: RequestOptions): Promise<void>;
}

/** Members that the server fills in may be missing here, which the generated types do not know. */
type Changes = BodyOf<'post', '/inbox/changes'>;
type View = BodyOf<'post', '/inbox/views'>;

export function inboxApi(http: Http): InboxApi {
  return {
    list: async (query, options) => page(await http.send('get', '/inbox', { query, ...options })),
    get: async (id, options) => data(await http.send('get', '/inbox/{id}', { id, ...options })),
    counts: async (options) => data(await http.send('get', '/inbox/counts', options)),
    change: async (items, options) =>
      data(await create(http, '/inbox/changes', { items } as Changes, options)),
    views: async (options) => data(await http.send('get', '/inbox/views', options)),
    createView: async (view, options) =>
      data(await create(http, '/inbox/views', view as View, options)),
    updateView: async (id, view, options) =>
      data(await http.send('put', '/inbox/views/{id}', { id, body: view as View, ...options })),
    removeView: async (id, options) => {
      await http.send('delete', '/inbox/views/{id}', { id, ...options });
    },
    drafts: async (conversationId, options) =>
      data(await http.send('get', '/inbox/drafts', { query: { conversationId }, ...options })),
    keepDraft: async (id, kind, content, options) => {
      const at = { id, params: { kind } };
      await http.send('put', '/conversations/{id}/drafts/{kind}', {
        ...at,
        body: { content },
        ...options,
      });
    },
    dropDraft: async (id, kind, options) => {
      await http.send('delete', '/conversations/{id}/drafts/{kind}', {
        id,
        params: { kind },
        ...options,
      });
    },
    setTags: async (id, tags, options) => {
      const body = { tags: [...tags] };
      await http.send('put', '/conversations/{id}/tags', { id, body, ...options });
    },
  };
}
