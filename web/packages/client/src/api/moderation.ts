// What may be written: rules, what waits for review, and the record of what staff did.

import type { QueryOf } from '../endpoints';
import type { Http } from '../http';
import type {
  AuditEntry,
  ModerationRule,
  ModerationRuleInput,
  ModerationTrial,
  ModerationTry,
  Page,
  Review,
  ReviewInContext,
} from '../types';
import { type CreateOptions, create, data, page, type RequestOptions } from './request';

export type ReviewQuery = QueryOf<'get', '/moderation/reviews'>;
export type AuditQuery = QueryOf<'get', '/audit'>;

export interface ModerationApi {
  rules(options?: RequestOptions): Promise<ModerationRule[]>;
  /** Making, changing and removing rules is for admins. */
  createRule(rule: ModerationRuleInput, options?: CreateOptions): Promise<ModerationRule>;
  updateRule(
    id: string,
    rule: ModerationRuleInput,
    options?: RequestOptions,
  ): Promise<ModerationRule>;
  removeRule(id: string, options?: RequestOptions): Promise<void>;
  /** What would happen to a text; nothing is stored. */
  try(trial: ModerationTry, options?: RequestOptions): Promise<ModerationTrial>;
  reviews(query?: ReviewQuery, options?: RequestOptions): Promise<Page<Review>>;
  /** One of them, with up to three messages on either side of it. */
  review(id: string, options?: RequestOptions): Promise<ReviewInContext>;
  /** A held message goes into its conversation. */
  approve(id: string, options?: CreateOptions): Promise<Review>;
  /** Its sender is told, with the reason. */
  reject(id: string, reason?: string, options?: CreateOptions): Promise<Review>;
}

export interface AuditApi {
  /** For admins; newest first. */
  list(query?: AuditQuery, options?: RequestOptions): Promise<Page<AuditEntry>>;
}

export function moderationApi(http: Http): ModerationApi {
  return {
    rules: async (options) => data(await http.send('get', '/moderation/rules', options)),
    createRule: async (rule, options) =>
      data(await create(http, '/moderation/rules', rule, options)),
    updateRule: async (id, body, options) =>
      data(await http.send('put', '/moderation/rules/{id}', { id, body, ...options })),
    removeRule: async (id, options) => {
      await http.send('delete', '/moderation/rules/{id}', { id, ...options });
    },
    try: async (body, options) =>
      data(await http.send('post', '/moderation/try', { body, ...options })),
    reviews: async (query, options) =>
      page(await http.send('get', '/moderation/reviews', { query, ...options })),
    review: async (id, options) =>
      data(await http.send('get', '/moderation/reviews/{id}', { id, ...options })),
    approve: async (id, options) =>
      data(await create(http, '/moderation/reviews/{id}/approve', undefined, options, id)),
    reject: async (id, reason, options) =>
      data(await create(http, '/moderation/reviews/{id}/reject', { reason }, options, id)),
  };
}

export function auditApi(http: Http): AuditApi {
  return {
    list: async (query, options) => page(await http.send('get', '/audit', { query, ...options })),
  };
}
