// What an application may use of @frontdesk/client.

export { AgentDesk, type AgentDeskSnapshot, type AgentThread } from './agent-desk';
export type {
  Api,
  CreateOptions,
  DeliveryQuery,
  DeliveryReplay,
  FaqQuery,
  InboundMailQuery,
  InboxQuery,
  MessageQuery,
  NewPushSubscription,
  NotificationPage,
  NotificationQuery,
  PageQuery,
  RequestOptions,
  SearchAnalyticsQuery,
  SearchAnswer,
  SearchQuery,
  SessionQuery,
  StorageFileQuery,
  TicketQuery,
} from './api';
export { Attachments, type AttachmentsSnapshot, hasEnded } from './attachments';
export {
  type BrowserNews,
  BrowserNotifications,
  type BrowserNotificationsSnapshot,
  type BrowserPermission,
} from './browser-notifications';
export { Chime, type ChimeSnapshot, type ChimeSource } from './chime';
export { createClient, type FrontdeskClient, type FrontdeskOptions } from './client';
export type { ConnectionState, ConnectionStatus } from './connection-state';
export { type ErrorCode, FrontdeskError, toFrontdeskError } from './errors';
export { createFrontdesk, type Frontdesk } from './frontdesk';
export {
  LiveChat,
  type LiveChatSnapshot,
  type LiveChatStatus,
  type StartOptions,
} from './live-chat';
export type { Member, MemberKind } from './member';
export { agentDesk } from './members/agent-desk';
export { attachments } from './members/attachments';
export { chime } from './members/chime';
export { liveChat } from './members/live-chat';
export { notificationSettings } from './members/notification-settings';
export { browserNotifications, notificationCenter } from './members/notifications';
export { pushSubscriber } from './members/push';
export { uploads } from './members/uploads';
export { NotificationCenter, type NotificationCenterSnapshot } from './notification-center';
export { NotificationSettings, type NotificationSettingsSnapshot } from './notification-settings';
export {
  OUTBOX_MAX_CHARS,
  OUTBOX_MAX_MESSAGES,
} from './outbox/outbox';
export type { StoredMessage } from './outbox/outgoing';
export { indexedDbStorage, type OutboxStorage } from './outbox/storage';
export { type PageFacts, pageContext } from './page-context';
export {
  type PushState,
  PushSubscriber,
  type PushSubscriberSnapshot,
} from './push/push-subscriber';
export type * from './push/worker-messages';
export { sentence } from './sentence';
export { type KeyValueStorage, memoryStorage } from './storage';
export type { Listener, Observable } from './store';
export { type Bus, browserTabs, type TabsEnvironment } from './tabs/tab-group';
export type { DeliveryState, ThreadMessage } from './thread';
export type * from './types';
export {
  type UploadManyOptions,
  type UploadOptions,
  type UploadProgress,
  Uploads,
} from './uploads';
export { indexedDbUploads, type KeptUpload, type UploadStorage } from './uploads/kept-uploads';
export { type UploadItem, UploadList, type UploadListSnapshot } from './uploads/upload-list';
export type { UploadSnapshot, UploadState } from './uploads/upload-task';
