// The REST interface, one method per endpoint. Failures are FrontdeskErrors; creating sends
// an `Idempotency-Key`, so that repeating it with the same key makes nothing twice.

import { type AvailabilityApi, availabilityApi } from './api/availability';
import { type ConversationsApi, conversationsApi } from './api/conversations';
import {
  type DeliveriesApi,
  type DeliveryQuery,
  type DeliveryReplay,
  deliveriesApi,
  type WebhooksApi,
  webhooksApi,
} from './api/deliveries';
import { type FilesApi, filesApi } from './api/files';
import { type InboundMailApi, type InboundMailQuery, inboundMailApi } from './api/inbound-mail';
import { type InboxApi, type InboxQuery, inboxApi } from './api/inbox';
import { type MacrosApi, macrosApi } from './api/macros';
import { type AuditApi, auditApi, type ModerationApi, moderationApi } from './api/moderation';
import { type PeopleApi, peopleApi } from './api/people';
import { type NewPushSubscription, type PreferencesApi, preferencesApi } from './api/preferences';
import {
  type CreateOptions,
  create as createAt,
  data,
  page,
  type RequestOptions,
} from './api/request';
import {
  type AgentsApi,
  agentsApi,
  type DecisionsApi,
  decisionsApi,
  type TeamsApi,
  teamsApi,
} from './api/routing';
import {
  type SearchAnalyticsQuery,
  type SearchAnswer,
  type SearchApi,
  type SearchQuery,
  searchApi,
} from './api/search';
import { type StorageApi, type StorageFileQuery, storageApi } from './api/storage';
import { type WidgetApi, widgetApi } from './api/widget';
import type { BodyOf, PathOf, QueryOf } from './endpoints';
import type { Http } from './http';
import type {
  ArticleInput,
  Category,
  CategoryInput,
  ChatMessage,
  ChatSession,
  DeskConfig,
  DeskNotification,
  Faq,
  InitiatedChat,
  NewAnnouncement,
  NewResponse,
  NewTicket,
  Page,
  Person,
  RelatedFaq,
  SearchSurface,
  SetupState,
  SignedIn,
  Ticket,
  TicketCounts,
  TicketPatch,
  TicketResponse,
} from './types';

export type {
  CreateOptions,
  DeliveryQuery,
  DeliveryReplay,
  InboundMailQuery,
  InboxQuery,
  NewPushSubscription,
  RequestOptions,
  SearchAnalyticsQuery,
  SearchAnswer,
  SearchQuery,
  StorageFileQuery,
};

/** Which part of a list: `limit` is 1 to 100, 20 when it is missing. */
export type PageQuery = QueryOf<'get', '/tickets/{id}/responses'>;
export type TicketQuery = QueryOf<'get', '/tickets'>;
export type FaqQuery = QueryOf<'get', '/faq'>;
export type SessionQuery = QueryOf<'get', '/chat/sessions'>;
/** Messages after a `seq`. */
export type MessageQuery = QueryOf<'get', '/chat/sessions/{id}/messages'>;
export type NotificationQuery = QueryOf<'get', '/notifications'>;

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
    /** Articles like this one, the most alike first. */
    related(id: string, options?: RequestOptions): Promise<RelatedFaq[]>;
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
  agents: AgentsApi;
  teams: TeamsApi;
  decisions: DecisionsApi;
  moderation: ModerationApi;
  audit: AuditApi;
  availability: AvailabilityApi;
  conversations: ConversationsApi;
  deliveries: DeliveriesApi;
  inboundMail: InboundMailApi;
  inbox: InboxApi;
  files: FilesApi;
  macros: MacrosApi;
  people: PeopleApi;
  preferences: PreferencesApi;
  storage: StorageApi;
  webhooks: WebhooksApi;
  widget: WidgetApi;
  /** How far the desk is set up; for admins. */
  setup(options?: RequestOptions): Promise<SetupState>;
  search: SearchApi;
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
      query?: MessageQuery,
      options?: RequestOptions,
    ): Promise<Page<ChatMessage>>;
  };
  notifications: {
    list(query?: NotificationQuery, options?: RequestOptions): Promise<NotificationPage>;
    markRead(id: string, options?: RequestOptions): Promise<void>;
    markAllRead(options?: RequestOptions): Promise<void>;
    /** All that tell of a ticket or chat. */
    markConversationRead(id: string, options?: RequestOptions): Promise<void>;
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
    /** Mails a link to sign in with; whether the address is known, no answer tells. */
    requestLink(wish: { email: string }, options?: RequestOptions): Promise<void>;
    /** By what stands behind the `#` of a mailed link; it is used up. */
    redeemLink(link: { token: string }, options?: RequestOptions): Promise<SignedIn>;
    me(options?: RequestOptions): Promise<Person>;
  };
  config: { get(options?: RequestOptions): Promise<DeskConfig> };
}

export interface ApiOptions {
  /** Which part of the desk asks. */
  surface?: SearchSurface;
}

/** The endpoints over one connection to a server. */
export function createApi(http: Http, { surface }: ApiOptions = {}): Api {
  const create = <Path extends PathOf<'post'>>(
    path: Path,
    body: BodyOf<'post', Path>,
    options?: CreateOptions,
    id?: string,
  ) => createAt(http, path, body, options, id);

  return {
    tickets: {
      list: async (query, options) =>
        page(await http.send('get', '/tickets', { query, ...options })),
      get: async (id, options) => data(await http.send('get', '/tickets/{id}', { id, ...options })),
      create: async (ticket, options) => data(await create('/tickets', ticket, options)),
      update: async (id, body, options) =>
        data(await http.send('patch', '/tickets/{id}', { id, body, ...options })),
      counts: async (options) => data(await http.send('get', '/tickets/counts', options)),
    },
    responses: {
      list: async (id, query, options) =>
        page(await http.send('get', '/tickets/{id}/responses', { id, query, ...options })),
      create: async (id, response, options) =>
        data(await create('/tickets/{id}/responses', response, options, id)),
    },
    faq: {
      list: async (query, options) => page(await http.send('get', '/faq', { query, ...options })),
      get: async (id, options) => data(await http.send('get', '/faq/{id}', { id, ...options })),
      related: async (id, options) =>
        data(await http.send('get', '/faq/{id}/related', { id, ...options })),
      feedback: async (id, helpful, options) =>
        data(await http.send('post', '/faq/{id}/feedback', { id, body: { helpful }, ...options })),
      create: async (article, options) => data(await create('/faq', article, options)),
      update: async (id, body, options) =>
        data(await http.send('put', '/faq/{id}', { id, body, ...options })),
      remove: async (id, options) => {
        await http.send('delete', '/faq/{id}', { id, ...options });
      },
    },
    categories: {
      list: async (options) => data(await http.send('get', '/categories', options)),
      create: async (category, options) => data(await create('/categories', category, options)),
      update: async (id, body, options) =>
        data(await http.send('put', '/categories/{id}', { id, body, ...options })),
      remove: async (id, options) => {
        await http.send('delete', '/categories/{id}', { id, ...options });
      },
    },
    agents: agentsApi(http),
    teams: teamsApi(http),
    decisions: decisionsApi(http),
    moderation: moderationApi(http),
    audit: auditApi(http),
    availability: availabilityApi(http),
    conversations: conversationsApi(http),
    deliveries: deliveriesApi(http),
    inboundMail: inboundMailApi(http),
    files: filesApi(http),
    inbox: inboxApi(http),
    macros: macrosApi(http),
    people: peopleApi(http),
    preferences: preferencesApi(http),
    storage: storageApi(http),
    webhooks: webhooksApi(http),
    widget: widgetApi(http),
    setup: async (options) => data(await http.send('get', '/setup', options)),
    search: searchApi(http, surface),
    chat: {
      initiate: async ({ initialMessage, topic, ...options } = {}) =>
        data(await create('/chat/initiate', { initialMessage, topic }, options)),
      sessions: async (query, options) =>
        page(await http.send('get', '/chat/sessions', { query, ...options })),
      session: async (id, options) =>
        data(await http.send('get', '/chat/sessions/{id}', { id, ...options })),
      messages: async (id, query, options) =>
        page(await http.send('get', '/chat/sessions/{id}/messages', { id, query, ...options })),
    },
    notifications: {
      list: async (query, options) => {
        const answer = await http.send('get', '/notifications', { query, ...options });
        return { ...page(answer), unreadCount: answer.unreadCount };
      },
      markRead: async (id, options) => {
        await http.send('post', '/notifications/{id}/read', { id, ...options });
      },
      markAllRead: async (options) => {
        await http.send('post', '/notifications/read-all', options);
      },
      markConversationRead: async (id, options) => {
        await http.send('post', '/conversations/{id}/read', { id, ...options });
      },
    },
    announcements: {
      create: async (announcement, options) => {
        await create('/announcements', announcement, options);
      },
    },
    auth: {
      login: async (body, options) =>
        data(await http.send('post', '/auth/login', { body, ...options })),
      visitor: async (body = {}, options) =>
        data(await http.send('post', '/auth/visitor', { body, ...options })),
      requestLink: async (body, options) => {
        await http.send('post', '/auth/link', { body, ...options });
      },
      redeemLink: async (body, options) =>
        data(await http.send('post', '/auth/link/redeem', { body, ...options })),
      me: async (options) => data(await http.send('get', '/auth/me', options)),
    },
    config: {
      get: async (options) => data(await http.send('get', '/config', options)),
    },
  };
}
