// INTERIM: replaced by the generated schema.
import type { FieldError } from '../types';
type Json<T> = { content: { 'application/json': T } };
type Ok<T> = { responses: { 200: Json<{ success: boolean; data: T }> } };
type Made<T> = { responses: { 201: Json<{ success: boolean; data: T }> } };
type Paged<T> = { responses: { 200: Json<{ success: boolean; data: T[]; page: { next?: string | null } }> } };
type Body<T> = { requestBody: Json<T> };
type Query<T> = { parameters: { query?: T } };
type None = { responses: { 204: object } };
export type NotificationType = 'ticket-update' | 'ticket-response' | 'chat-message' | 'system' | 'assigned' | 'mentioned' | 'sla-at-risk';
export type MailPace = 'at-once' | 'hourly' | 'daily' | 'off';
export type Channel = 'in-app' | 'email' | 'push' | 'sms' | 'webhook';
export interface Escalation { afterMinutes: number; to: Channel }
export interface TypePreferences { inApp: boolean; email: MailPace; push: boolean; sms: boolean; escalate?: Escalation }
export interface QuietHours { from: string; to: string; days?: number[] }
export interface PushDevice { id: string; device?: string | null; createdAt: string; lastUsedAt?: string | null }
export interface Mute { conversationId: string; subject?: string | null; until?: string | null }
export interface NotificationPreferences {
  channels: { [type: string]: TypePreferences };
  quietHours?: QuietHours | null;
  timeZone: string;
  email?: { address: string; undeliverable: boolean } | null;
  phone?: { number: string; confirmed: boolean } | null;
  pushSubscriptions: PushDevice[];
  mutes: Mute[];
  available: { email: boolean; push: boolean; sms: boolean };
}
export interface TypePatch { inApp?: boolean | null; email?: MailPace | null; push?: boolean | null; sms?: boolean | null; escalate?: Escalation | null }
export interface PreferencesPatch { channels?: { [type: string]: TypePatch }; quietHours?: QuietHours | null; timeZone?: string | null }
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'delivered' | 'failed' | 'dead' | 'skipped';
export type SkipReason = 'read' | 'muted' | 'preferences' | 'in-view' | 'no-address' | 'expired' | 'escalated-elsewhere';
export interface DeliveryFacts {
  id: string; channel: Channel; type: string; personId?: string | null; personName?: string | null; endpointId?: string | null;
  conversationId?: string | null; to?: string | null; state: DeliveryState; reason?: SkipReason | null; idempotencyKey: string;
  createdAt: string; dueAt: string; sentAt?: string | null; deliveredAt?: string | null; lastError?: string | null;
}
export type Delivery = DeliveryFacts & { notifications: number; attempts: number };
export interface DeliveryAttempt { id: string; deliveryId: string; attempt: number; at: string; outcome: 'sent' | 'failed' | 'dead' | 'skipped'; error?: string | null; durationMs: number; providerId?: string | null }
export interface DeliveredNotification { id: string; title?: string | null; createdAt: string; read: boolean }
export type DeliveryDetail = DeliveryFacts & { attempts: DeliveryAttempt[]; notifications: DeliveredNotification[] };
export interface HourTotals { hour: string; sent: number; failed: number; delayed: number; dead: number }
export interface ChannelSummary { channel: Channel; configured: boolean; breaker: string; waiting: number; perHour: HourTotals[] }
export interface DeliverySummary { channels: ChannelSummary[]; oldestWaitingSeconds?: number | null }
export interface ReplayDeliveries { channel?: Channel | null; state?: DeliveryState | null; from?: string | null; to?: string | null }
export interface Webhook { id: string; url: string; description: string; events: string[]; active: boolean; disabledReason?: string | null; secret?: string; createdAt: string; lastDeliveryAt?: string | null; failingSince?: string | null }
export interface NewWebhook { url: string; description: string; events: string[] }
export interface WebhookPatch { url?: string | null; description?: string | null; events?: string[] | null; active?: boolean | null }
export interface WebhookTest { deliveryId: string }
export interface Subscription { type?: string | null; conversationId?: string | null; subscribed: boolean }
export interface DeliveryQuery { channel?: Channel; state?: DeliveryState; personId?: string; conversationId?: string; q?: string; from?: string; to?: string; limit?: number; cursor?: string }
declare module './schema' {
  interface paths {
    '/api/support/notifications/preferences': { get: Ok<NotificationPreferences>; put: Ok<NotificationPreferences> & Body<PreferencesPatch> };
    '/api/support/notifications/mutes/{id}': { put: Ok<Mute> & Body<{ until?: string | null }>; delete: None };
    '/api/support/notifications/push-key': { get: Ok<{ publicKey: string }> };
    '/api/support/notifications/push-subscriptions': { post: Made<{ id: string }> & Body<{ endpoint: string; keys: { p256dh: string; auth: string }; device?: string | null }> };
    '/api/support/notifications/push-subscriptions/{id}': { delete: None };
    '/api/support/notifications/push-subscriptions/{id}/test': { post: Ok<null> };
    '/api/support/notifications/phone': { post: Ok<null> & Body<{ number: string }>; delete: None };
    '/api/support/notifications/phone/confirm': { post: Ok<null> & Body<{ code: string }> };
    '/api/support/notifications/unsubscribe': { get: Ok<Subscription> & Query<{ token: string }>; post: Ok<Subscription> & Query<{ token: string; undo?: boolean }> };
    '/api/support/deliveries': { get: Paged<Delivery> & Query<DeliveryQuery> };
    '/api/support/deliveries/{id}': { get: Ok<DeliveryDetail> };
    '/api/support/deliveries/{id}/replay': { post: Ok<DeliveryDetail> };
    '/api/support/deliveries/replay': { post: Ok<{ count: number }> & Body<ReplayDeliveries> };
    '/api/support/deliveries/summary': { get: Ok<DeliverySummary> & Query<{ from?: string; to?: string }> };
    '/api/support/webhooks': { get: Ok<Webhook[]>; post: Made<Webhook> & Body<NewWebhook> };
    '/api/support/webhooks/{id}': { get: Ok<Webhook>; patch: Ok<Webhook> & Body<WebhookPatch>; delete: None };
    '/api/support/webhooks/{id}/test': { post: Ok<WebhookTest> };
    '/api/support/webhooks/{id}/rotate-secret': { post: Ok<Webhook> };
  }
}
