// How a person wants to be told of what, and where they are reached: the caller's own.

import type { BodyOf } from '../endpoints';
import type { Http } from '../http';
import type {
  MailSubscription,
  NotificationPreferences,
  NotificationPreferencesPatch,
} from '../types';
import { data, type RequestOptions } from './request';

export type NewPushSubscription = BodyOf<'post', '/notifications/push-subscriptions'>;

export interface PreferencesApi {
  get(options?: RequestOptions): Promise<NotificationPreferences>;
  /** What is missing stays as it is; gives all of them. */
  update(
    patch: NotificationPreferencesPatch,
    options?: RequestOptions,
  ): Promise<NotificationPreferences>;
  /** Nothing of this conversation is sent until then (RFC 3339); without it, until `unmute`. */
  mute(conversationId: string, until?: string | null, options?: RequestOptions): Promise<void>;
  unmute(conversationId: string, options?: RequestOptions): Promise<void>;
  /** The desk's VAPID key, in base64url: what a browser subscribes with. */
  pushKey(options?: RequestOptions): Promise<string>;
  /** Gives the subscription's id; the same endpoint keeps its id. */
  subscribe(subscription: NewPushSubscription, options?: RequestOptions): Promise<string>;
  unsubscribe(id: string, options?: RequestOptions): Promise<void>;
  /** Sends one push message to this browser. */
  testPush(id: string, options?: RequestOptions): Promise<void>;
  /** Sends a code by SMS to a number in E.164, such as `+4915112345678`. */
  setPhone(number: string, options?: RequestOptions): Promise<void>;
  confirmPhone(code: string, options?: RequestOptions): Promise<void>;
  removePhone(options?: RequestOptions): Promise<void>;
  /** What the link in a mail is about. It needs no sign-in, nor does the next. */
  mailSubscription(token: string, options?: RequestOptions): Promise<MailSubscription>;
  /** Ends that mail, or brings it back. */
  setMailSubscription(
    token: string,
    subscribed: boolean,
    options?: RequestOptions,
  ): Promise<MailSubscription>;
}

export function preferencesApi(http: Http): PreferencesApi {
  return {
    get: async (options) => data(await http.send('get', '/notifications/preferences', options)),
    update: async (patch, options) => {
      // What is missing of a type stays as it is, too; the description can't say so.
      const body = patch as BodyOf<'put', '/notifications/preferences'>;
      return data(await http.send('put', '/notifications/preferences', { body, ...options }));
    },
    mute: async (id, until, options) => {
      const body = { until: until ?? null };
      await http.send('put', '/notifications/mutes/{id}', { id, body, ...options });
    },
    unmute: async (id, options) => {
      await http.send('delete', '/notifications/mutes/{id}', { id, ...options });
    },
    pushKey: async (options) =>
      data(await http.send('get', '/notifications/push-key', options)).publicKey,
    subscribe: async (body, options) =>
      data(await http.send('post', '/notifications/push-subscriptions', { body, ...options })).id,
    unsubscribe: async (id, options) => {
      await http.send('delete', '/notifications/push-subscriptions/{id}', { id, ...options });
    },
    testPush: async (id, options) => {
      await http.send('post', '/notifications/push-subscriptions/{id}/test', { id, ...options });
    },
    setPhone: async (number, options) => {
      await http.send('post', '/notifications/phone', { body: { number }, ...options });
    },
    confirmPhone: async (code, options) => {
      await http.send('post', '/notifications/phone/confirm', { body: { code }, ...options });
    },
    removePhone: async (options) => {
      await http.send('delete', '/notifications/phone', options);
    },
    mailSubscription: async (token, options) =>
      data(await http.send('get', '/notifications/unsubscribe', { query: { token }, ...options })),
    setMailSubscription: async (token, subscribed, options) => {
      const query = { token, undo: subscribed || undefined };
      return data(await http.send('post', '/notifications/unsubscribe', { query, ...options }));
    },
  };
}
