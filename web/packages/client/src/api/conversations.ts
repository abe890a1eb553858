// What is done around a conversation, a chat or a ticket, by its customer.

import type { Http } from '../http';
import type { Conversation, NewRating, TranscriptSent } from '../types';
import { type CreateOptions, create, data, type RequestOptions } from './request';

export interface ConversationsApi {
  /** Once it is over; the customer's own, changeable for some days. */
  rate(id: string, rating: NewRating, options?: RequestOptions): Promise<Conversation>;
  /** Mails it to the customer's own address; `conflict` when there is none, or no mail server. */
  sendTranscript(id: string, options?: CreateOptions): Promise<TranscriptSent>;
}

export function conversationsApi(http: Http): ConversationsApi {
  return {
    rate: async (id, body, options) =>
      data(await http.send('put', '/conversations/{id}/rating', { id, body, ...options })),
    sendTranscript: async (id, options) =>
      data(await create(http, '/conversations/{id}/transcript', undefined, options, id)),
  };
}
