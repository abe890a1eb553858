// When the desk is open, what is asked before a chat, and messages left while nobody is there.

import type { Http } from '../http';
import type {
  Availability,
  BusinessHours,
  MessageLeft,
  OfflineMessage,
  PreChatForm,
} from '../types';
import { type CreateOptions, create, data, type RequestOptions } from './request';

export interface AvailabilityApi {
  /** Whether a chat about this topic (of the form) would find somebody now. */
  get(query?: { topicId?: string | null }, options?: RequestOptions): Promise<Availability>;
  form(options?: RequestOptions): Promise<PreChatForm>;
  setForm(form: PreChatForm, options?: RequestOptions): Promise<PreChatForm>;
  /** The desk's hours, or a team's own. */
  hours(query?: { teamId?: string | null }, options?: RequestOptions): Promise<BusinessHours>;
  setHours(
    hours: BusinessHours,
    query?: { teamId?: string | null },
    options?: RequestOptions,
  ): Promise<BusinessHours>;
  /** Becomes a ticket. */
  leaveMessage(message: OfflineMessage, options?: CreateOptions): Promise<MessageLeft>;
  /** A waiting chat becomes a ticket of the same conversation. */
  leaveChat(
    sessionId: string,
    message?: { message?: string },
    options?: CreateOptions,
  ): Promise<MessageLeft>;
}

export function availabilityApi(http: Http): AvailabilityApi {
  return {
    get: async (query, options) =>
      data(await http.send('get', '/chat/availability', { query, ...options })),
    form: async (options) => data(await http.send('get', '/chat/form', options)),
    setForm: async (body, options) =>
      data(await http.send('put', '/chat/form', { body, ...options })),
    hours: async (query, options) =>
      data(await http.send('get', '/chat/hours', { query, ...options })),
    setHours: async (body, query, options) =>
      data(await http.send('put', '/chat/hours', { body, query, ...options })),
    leaveMessage: async (message, options) =>
      data(await create(http, '/chat/offline-message', message, options)),
    leaveChat: async (id, message = {}, options) =>
      data(await create(http, '/chat/sessions/{id}/leave-message', message, options, id)),
  };
}
