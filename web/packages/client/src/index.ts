// What an application may use of @frontdesk/client.

export { AgentDesk, type AgentDeskSnapshot, type AgentThread } from './agent-desk';
export type {
  Api,
  CreateOptions,
  FaqQuery,
  MessageQuery,
  NotificationPage,
  NotificationQuery,
  PageQuery,
  RequestOptions,
  SearchAnswer,
  SearchQuery,
  SessionQuery,
  TicketQuery,
} from './api';
export {
  BrowserNotifications,
  type BrowserNotificationsSnapshot,
  type BrowserPermission,
} from './browser-notifications';
export type { ConnectionState, ConnectionStatus } from './connection-state';
export { type ErrorCode, FrontdeskError, toFrontdeskError } from './errors';
export { createFrontdesk, type Frontdesk, type FrontdeskOptions } from './frontdesk';
export {
  LiveChat,
  type LiveChatSnapshot,
  type LiveChatStatus,
  type StartOptions,
} from './live-chat';
export { NotificationCenter, type NotificationCenterSnapshot } from './notification-center';
export type { OutboxStorage, StoredMessage } from './outbox';
export { sentence } from './sentence';
export { type KeyValueStorage, memoryStorage } from './storage';
export type { Listener, Observable } from './store';
export type { DeliveryState, ThreadMessage } from './thread';
export type * from './types';
export {
  type UploadManyOptions,
  type UploadOptions,
  type UploadProgress,
  Uploads,
} from './uploads';
