// What is done with a conversation, whether it is a chat or a ticket: notes, a ticket of a chat
// and back, merging, setting aside, rating, transcript and download.

import type { BodyOf, QueryOf } from '../endpoints';
import type { Http } from '../http';
import type {
  ChatSession,
  Conversation,
  ConversationContext,
  MergedConversation,
  NewNote,
  NewRating,
  Note,
  OwnConversation,
  Page,
  RatingPage,
  Ticket,
  TranscriptSent,
} from '../types';
import { type CreateOptions, create, data, page, type RequestOptions } from './request';

export type NoteQuery = QueryOf<'get', '/chat/sessions/{id}/notes'>;
/** One's own conversations. */
export type OwnConversationQuery = QueryOf<'get', '/conversations'>;
export type RatingQuery = QueryOf<'get', '/ratings'>;
export type ExportQuery = QueryOf<'get', '/conversations/{id}/export'>;
export type ChatToTicket = BodyOf<'post', '/chat/sessions/{id}/ticket'>;

export interface ConversationsApi {
  /** One's own tickets and chats in one list, those with the latest activity first. */
  own(query?: OwnConversationQuery, options?: RequestOptions): Promise<Page<OwnConversation>>;
  /** For staff: where it began, as its customer's browser said; null when nothing was said. */
  context(id: string, options?: RequestOptions): Promise<ConversationContext | null>;
  /** For staff: notes that the customer never sees. */
  notes(sessionId: string, query?: NoteQuery, options?: RequestOptions): Promise<Page<Note>>;
  addNote(sessionId: string, note: NewNote, options?: CreateOptions): Promise<Note>;
  /** For staff: a ticket of the same conversation. */
  toTicket(sessionId: string, ticket?: ChatToTicket, options?: CreateOptions): Promise<Ticket>;
  /** For staff: a chat of the same conversation, held by the caller. */
  toChat(ticketId: string, options?: CreateOptions): Promise<ChatSession>;
  /** For staff: a conversation of the same customer goes into another one; `unmerge` undoes it. */
  merge(id: string, into: string, options?: CreateOptions): Promise<Conversation>;
  unmerge(id: string, options?: CreateOptions): Promise<Conversation>;
  merged(id: string, options?: RequestOptions): Promise<MergedConversation[]>;
  /** For staff: out of the way until then (RFC 3339), or until the customer writes. */
  snooze(id: string, until: string, note?: string, options?: CreateOptions): Promise<Conversation>;
  unsnooze(id: string, options?: CreateOptions): Promise<Conversation>;
  /** Once it is over; the customer's own, changeable for some days. */
  rate(id: string, rating: NewRating, options?: RequestOptions): Promise<Conversation>;
  /** For staff: the list with its summary. */
  ratings(query?: RatingQuery, options?: RequestOptions): Promise<RatingPage>;
  /** Mails it to the customer's own address; `conflict` when there is none, or no mail server. */
  sendTranscript(id: string, options?: CreateOptions): Promise<TranscriptSent>;
  /** The conversation as a file. */
  export(id: string, query?: ExportQuery, options?: RequestOptions): Promise<Blob>;
}

export function conversationsApi(http: Http): ConversationsApi {
  return {
    own: async (query, options) =>
      page(await http.send('get', '/conversations', { query, ...options })),
    context: async (id, options) =>
      data(await http.send('get', '/conversations/{id}/context', { id, ...options })) ?? null,
    notes: async (id, query, options) =>
      page(await http.send('get', '/chat/sessions/{id}/notes', { id, query, ...options })),
    addNote: async (id, note, options) =>
      data(await create(http, '/chat/sessions/{id}/notes', note, options, id)),
    toTicket: async (id, ticket, options) =>
      data(await create(http, '/chat/sessions/{id}/ticket', ticket ?? {}, options, id)),
    toChat: async (id, options) =>
      data(await create(http, '/tickets/{id}/chat', undefined, options, id)),
    merge: async (id, into, options) =>
      data(await create(http, '/conversations/{id}/merge', { into }, options, id)),
    unmerge: async (id, options) =>
      data(await create(http, '/conversations/{id}/unmerge', undefined, options, id)),
    merged: async (id, options) =>
      data(await http.send('get', '/conversations/{id}/merged', { id, ...options })),
    snooze: async (id, until, note, options) =>
      data(await create(http, '/conversations/{id}/snooze', { until, note }, options, id)),
    unsnooze: async (id, options) =>
      data(await create(http, '/conversations/{id}/unsnooze', undefined, options, id)),
    rate: async (id, body, options) =>
      data(await http.send('put', '/conversations/{id}/rating', { id, body, ...options })),
    ratings: (query, options) => http.send('get', '/ratings', { query, ...options }),
    sendTranscript: async (id, options) =>
      data(await create(http, '/conversations/{id}/transcript', undefined, options, id)),
    export: (id, query, options) =>
      http.download('/conversations/{id}/export', { id, query, ...options }),
  };
}
