// The REST interface, one method per endpoint. (Signatures; the bodies follow.)
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

export interface SearchAnswer extends SearchResults {
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
    feedback(id: string, helpful: boolean, options?: RequestOptions): Promise<void>;
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
    ): Promise<{ sessionId: string }>;
    /** A customer sees their own sessions, staff everybody's. */
    sessions(
      query?: { status?: ChatStatus } & PageQuery,
      options?: RequestOptions,
    ): Promise<Page<ChatSession>>;
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
