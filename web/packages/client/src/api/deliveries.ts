// The ledger of what has left the desk, and the endpoints that get its events: for admins.

import type { BodyOf, QueryOf } from '../endpoints';
import type { Http } from '../http';
import type {
  Delivery,
  DeliveryDetail,
  DeliverySummary,
  NewWebhook,
  Page,
  Webhook,
  WebhookPatch,
} from '../types';
import { type CreateOptions, create, data, page, type RequestOptions } from './request';

export type DeliveryQuery = QueryOf<'get', '/deliveries'>;
export type DeliverySummaryQuery = QueryOf<'get', '/deliveries/summary'>;
export type DeliveryReplay = BodyOf<'post', '/deliveries/replay'>;

export interface DeliveriesApi {
  /** The newest first. */
  list(query?: DeliveryQuery, options?: RequestOptions): Promise<Page<Delivery>>;
  /** With every attempt, and what it tells of. */
  get(id: string, options?: RequestOptions): Promise<DeliveryDetail>;
  /** Each channel by the hour; the last 24 hours when nothing is said. */
  summary(query?: DeliverySummaryQuery, options?: RequestOptions): Promise<DeliverySummary>;
  /** Sends one again, under the same idempotency key. */
  replay(id: string, options?: RequestOptions): Promise<void>;
  /** Sends again all that are dead; gives how many. */
  replayAll(which?: DeliveryReplay, options?: RequestOptions): Promise<number>;
}

export function deliveriesApi(http: Http): DeliveriesApi {
  return {
    list: async (query, options) =>
      page(await http.send('get', '/deliveries', { query, ...options })),
    get: async (id, options) =>
      data(await http.send('get', '/deliveries/{id}', { id, ...options })),
    summary: async (query, options) =>
      data(await http.send('get', '/deliveries/summary', { query, ...options })),
    replay: async (id, options) => {
      await http.send('post', '/deliveries/{id}/replay', { id, ...options });
    },
    replayAll: async (which = {}, options) => {
      const body = { state: 'dead' as const, ...which };
      return data(await http.send('post', '/deliveries/replay', { body, ...options })).count;
    },
  };
}

export interface WebhooksApi {
  list(options?: RequestOptions): Promise<Webhook[]>;
  /** The answer brings the secret, this once. */
  create(webhook: NewWebhook, options?: CreateOptions): Promise<Webhook>;
  update(id: string, patch: WebhookPatch, options?: RequestOptions): Promise<Webhook>;
  remove(id: string, options?: RequestOptions): Promise<void>;
  /** Sends `webhook.test`; gives the id of the delivery that tells what became of it. */
  test(id: string, options?: RequestOptions): Promise<string>;
  /** The answer brings the new secret, this once; the old one signs for another day. */
  rotateSecret(id: string, options?: RequestOptions): Promise<Webhook>;
}

export function webhooksApi(http: Http): WebhooksApi {
  return {
    list: async (options) => data(await http.send('get', '/webhooks', options)),
    create: async (webhook, options) => data(await create(http, '/webhooks', webhook, options)),
    update: async (id, body, options) =>
      data(await http.send('patch', '/webhooks/{id}', { id, body, ...options })),
    remove: async (id, options) => {
      await http.send('delete', '/webhooks/{id}', { id, ...options });
    },
    test: async (id, options) =>
      data(await http.send('post', '/webhooks/{id}/test', { id, ...options })).deliveryId,
    rotateSecret: async (id, options) =>
      data(await http.send('post', '/webhooks/{id}/rotate-secret', { id, ...options })),
  };
}
