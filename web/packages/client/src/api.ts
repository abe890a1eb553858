// The REST interface, one method per endpoint. Failures are FrontdeskErrors; creating sends
// an `Idempotency-Key`, so that repeating it with the same key makes nothing twice.

import type { Envelope, Http, HttpRequest, QueryValue } from './http';
import { randomId } from './ids';
import type {
  Agent,
  ArticleInput,
  Category,
  CategoryInput,
  ChatMessage,
  ChatSession,
  ChatStatus,
  DeskConfig,
  DeskNotification,
  Faq,
  NewAnnouncement,
  NewResponse,
  NewTicket,
  Page,
  Person,
  Priority,
  SearchResults,
  SignedIn,
  Suggestions,
  Ticket,
  TicketCounts,
  TicketPatch,
  TicketResponse,
  TicketStatus,
} from './types';

export interface RequestOptions {
  signal?: AbortSignal;
}

export interface CreateOptions extends RequestOptions {
  /** Makes a repeat of the same request harmless; one is made up when it is missing. */
  idempotencyKey?: string;
}

export interface PageQuery {
  /** 1 to 100; 20 when it is missing. */
  limit?: number;
  cursor?: string | null;
}

export interface TicketQuery extends PageQuery {
  status?: TicketStatus;
  priority?: Priority;
  category?: string;
  /** An agent's id, `none` or `me`. */
  assignedTo?: string;
  q?: string;
}

export interface FaqQuery extends PageQuery {
  category?: string;
  search?: string;
  /** Staff: drafts too. */
  drafts?: boolean;
}

export interface SearchQuery extends PageQuery {
  q: string;
  type?: 'faq' | 'tickets' | 'all';
  category?: string;
}

export interface SessionQuery extends PageQuery {
  status?: ChatStatus;
  /** Staff: only the chats that the caller holds or held. */
  mine?: boolean;
}

export interface InitiatedChat {
  sessionId: string;
  status: ChatStatus;
  /** An open chat was found and goes on. */
  resumed: boolean;
}

export interface SearchAnswer extends SearchResults {
  /** As the server understood it. */
  query: string;
  next: string | null;
}

export interface NotificationPage extends Page<DeskNotification> {
  unreadCount: number;
}

export interface Api {
  tickets: {
    list(query?: TicketQuery, options?: RequestOptions): Promise<Page<Ticket>>;
    get(id: string, options?: RequestOptions): Promise<Ticket>;
    create(ticket: NewTicket, options?: CreateOptions): Promise<Ticket>;
    update(id: string, patch: TicketPatch, options?: RequestOptions): Promise<Ticket>;
    counts(options?: RequestOptions): Promise<TicketCounts>;
  };
  responses: {
    list(
      ticketId: string,
      query?: PageQuery,
      options?: RequestOptions,
    ): Promise<Page<TicketResponse>>;
    create(
      ticketId: string,
      response: NewResponse,
      options?: CreateOptions,
    ): Promise<TicketResponse>;
  };
  faq: {
    list(query?: FaqQuery, options?: RequestOptions): Promise<Page<Faq>>;
    /** By id or by slug. */
    get(idOrSlug: string, options?: RequestOptions): Promise<Faq>;
    /** One vote per caller, which can be changed; gives the article with the new counts. */
    feedback(id: string, helpful: boolean, options?: RequestOptions): Promise<Faq>;
    create(article: ArticleInput, options?: CreateOptions): Promise<Faq>;
    update(id: string, article: ArticleInput, options?: RequestOptions): Promise<Faq>;
    remove(id: string, options?: RequestOptions): Promise<void>;
  };
  categories: {
    list(options?: RequestOptions): Promise<Category[]>;
    create(category: CategoryInput, options?: CreateOptions): Promise<Category>;
    update(id: string, category: CategoryInput, options?: RequestOptions): Promise<Category>;
    remove(id: string, options?: RequestOptions): Promise<void>;
  };
  agents: { list(options?: RequestOptions): Promise<Agent[]> };
  search: {
    query(query: SearchQuery, options?: RequestOptions): Promise<SearchAnswer>;
    suggest(q: string, options?: RequestOptions): Promise<Suggestions>;
  };
  chat: {
    initiate(
      options?: { initialMessage?: string; topic?: string } & CreateOptions,
    ): Promise<InitiatedChat>;
    /** A customer sees their own sessions, staff everybody's. */
    sessions(query?: SessionQuery, options?: RequestOptions): Promise<Page<ChatSession>>;
    session(id: string, options?: RequestOptions): Promise<ChatSession>;
    /** Oldest first, those after the given `seq`. */
    messages(
      sessionId: string,
      query?: { after?: number; limit?: number },
      options?: RequestOptions,
    ): Promise<Page<ChatMessage>>;
  };
  notifications: {
    list(
      query?: { unread?: boolean } & PageQuery,
      options?: RequestOptions,
    ): Promise<NotificationPage>;
    markRead(id: string, options?: RequestOptions): Promise<void>;
    markAllRead(options?: RequestOptions): Promise<void>;
  };
  announcements: { create(announcement: NewAnnouncement, options?: CreateOptions): Promise<void> };
  auth: {
    login(
      credentials: { email: string; password: string },
      options?: RequestOptions,
    ): Promise<SignedIn>;
    visitor(
      visitor?: { name?: string; email?: string },
      options?: RequestOptions,
    ): Promise<SignedIn>;
    me(options?: RequestOptions): Promise<Person>;
  };
  config: { get(options?: RequestOptions): Promise<DeskConfig> };
}

/** The endpoints over one connection to a server. */
export function createApi(http: Http): Api {
  const get = <Data>(path: string, query: object | undefined, options?: RequestOptions) =>
    http.send<Data>({ method: 'GET', path, query: asQuery(query), signal: options?.signal });

  const write = async <Data>(
    method: HttpRequest['method'],
    path: string,
    body: unknown,
    options?: RequestOptions,
  ): Promise<Data> => (await http.send<Data>({ method, path, body, signal: options?.signal })).data;

  const create = async <Data>(
    path: string,
    body: unknown,
    options?: CreateOptions,
  ): Promise<Data> =>
    (
      await http.send<Data>({
        method: 'POST',
        path,
        body,
        idempotencyKey: options?.idempotencyKey ?? randomId(),
        signal: options?.signal,
      })
    ).data;

  return {
    tickets: {
      list: async (query, options) => page(await get<Ticket[]>('/tickets', query, options)),
      get: async (id, options) => (await get<Ticket>(at`/tickets/${id}`, undefined, options)).data,
      create: (ticket, options) => create('/tickets', ticket, options),
      update: (id, patch, options) => write('PATCH', at`/tickets/${id}`, patch, options),
      counts: async (options) =>
        (await get<TicketCounts>('/tickets/counts', undefined, options)).data,
    },
    responses: {
      list: async (ticketId, query, options) =>
        page(await get<TicketResponse[]>(at`/tickets/${ticketId}/responses`, query, options)),
      create: (ticketId, response, options) =>
        create(at`/tickets/${ticketId}/responses`, response, options),
    },
    faq: {
      list: async (query, options) => page(await get<Faq[]>('/faq', query, options)),
      get: async (id, options) => (await get<Faq>(at`/faq/${id}`, undefined, options)).data,
      feedback: (id, helpful, options) =>
        write('POST', at`/faq/${id}/feedback`, { helpful }, options),
      create: (article, options) => create('/faq', article, options),
      update: (id, article, options) => write('PUT', at`/faq/${id}`, article, options),
      remove: (id, options) => write('DELETE', at`/faq/${id}`, undefined, options),
    },
    categories: {
      list: async (options) => (await get<Category[]>('/categories', undefined, options)).data,
      create: (category, options) => create('/categories', category, options),
      update: (id, category, options) => write('PUT', at`/categories/${id}`, category, options),
      remove: (id, options) => write('DELETE', at`/categories/${id}`, undefined, options),
    },
    agents: {
      list: async (options) => (await get<Agent[]>('/agents', undefined, options)).data,
    },
    search: {
      query: async (query, options) => {
        const answer = await get<SearchResults>('/search', query, options);
        const understood = typeof answer.query === 'string' ? answer.query : query.q;
        return { ...answer.data, query: understood, next: answer.page?.next ?? null };
      },
      suggest: async (q, options) =>
        (await get<Suggestions>('/search/suggest', { q }, options)).data,
    },
    chat: {
      initiate: ({ initialMessage, topic, ...options } = {}) =>
        create('/chat/initiate', { initialMessage, topic }, options),
      sessions: async (query, options) =>
        page(await get<ChatSession[]>('/chat/sessions', query, options)),
      session: async (id, options) =>
        (await get<ChatSession>(at`/chat/sessions/${id}`, undefined, options)).data,
      messages: async (id, query, options) =>
        page(await get<ChatMessage[]>(at`/chat/sessions/${id}/messages`, query, options)),
    },
    notifications: {
      list: async (query, options) => {
        const answer = await get<DeskNotification[]>('/notifications', query, options);
        return { ...page(answer), unreadCount: Number(answer.unreadCount ?? 0) };
      },
      markRead: (id, options) => write('POST', at`/notifications/${id}/read`, undefined, options),
      markAllRead: (options) => write('POST', '/notifications/read-all', undefined, options),
    },
    announcements: {
      create: (announcement, options) => create('/announcements', announcement, options),
    },
    auth: {
      login: (credentials, options) => write('POST', '/auth/login', credentials, options),
      visitor: (visitor = {}, options) => write('POST', '/auth/visitor', visitor, options),
      me: async (options) => (await get<Person>('/auth/me', undefined, options)).data,
    },
    config: {
      get: async (options) => (await get<DeskConfig>('/config', undefined, options)).data,
    },
  };
}

/** A path whose variable parts are encoded. */
function at(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)));
}

function asQuery(query: object | undefined): Record<string, QueryValue> {
  return { ...query } as Record<string, QueryValue>;
}

function page<Item>(answer: Envelope<Item[]>): Page<Item> {
  return { items: answer.data, next: answer.page?.next ?? null };
}
