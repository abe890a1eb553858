// (Signatures; the bodies follow.)
import type { AgentDesk } from './agent-desk';
import type { Api } from './api';
import type { BrowserNotifications } from './browser-notifications';
import type { LiveChat } from './live-chat';
import type { NotificationCenter } from './notification-center';
import type { TokenSource } from './types';
import type { Uploads } from './uploads';

export interface FrontdeskOptions {
  /** The server's origin; the page's own when it is missing. */
  url?: string;
  token: TokenSource;
}

/** Everything of one person at one desk. Members are made when they are first used. */
export interface Frontdesk {
  readonly url: string;
  readonly api: Api;
  readonly chat: LiveChat;
  readonly desk: AgentDesk;
  readonly notifications: NotificationCenter;
  readonly browserNotifications: BrowserNotifications;
  readonly uploads: Uploads;
  /** Another token from now on; sockets come back with it. */
  setToken(token: TokenSource): void;
  /** Closes every socket and timer. */
  close(): void;
}

export declare function createFrontdesk(options: FrontdeskOptions): Frontdesk;
