// The front door: a client with every member under its name.

import type { AgentDesk } from './agent-desk';
import type { Attachments } from './attachments';
import type { BrowserNotifications } from './browser-notifications';
import type { Chime } from './chime';
import { Client, type FrontdeskClient, type FrontdeskOptions } from './client';
import type { LiveChat } from './live-chat';
import { agentDesk } from './members/agent-desk';
import { attachments } from './members/attachments';
import { chime } from './members/chime';
import { liveChat } from './members/live-chat';
import { notificationSettings } from './members/notification-settings';
import { browserNotifications, notificationCenter } from './members/notifications';
import { pushSubscriber } from './members/push';
import { uploads } from './members/uploads';
import type { NotificationCenter } from './notification-center';
import type { NotificationSettings } from './notification-settings';
import type { PushSubscriber } from './push/push-subscriber';
import type { Uploads } from './uploads';

/** Everything of one person at one desk. Members are made when they are first used. */
export interface Frontdesk extends FrontdeskClient {
  /** A customer's live chat. */
  readonly chat: LiveChat;
  /** The agents' side of live chat. */
  readonly desk: AgentDesk;
  readonly notifications: NotificationCenter;
  /** How the person wants to be told of what. */
  readonly notificationSettings: NotificationSettings;
  readonly browserNotifications: BrowserNotifications;
  /** Push messages to this device, which come while no page is open. */
  readonly push: PushSubscriber;
  /** A sound for what arrives: `chime.follow(desk)`. One tab rings for all. */
  readonly chime: Chime;
  readonly uploads: Uploads;
  /** What has become known of files since the lists that show them were read. */
  readonly attachments: Attachments;
}

export function createFrontdesk(options: FrontdeskOptions): Frontdesk {
  return new WholeClient(options);
}

class WholeClient extends Client implements Frontdesk {
  get chat(): LiveChat {
    return this.member(liveChat);
  }

  get desk(): AgentDesk {
    return this.member(agentDesk);
  }

  get notifications(): NotificationCenter {
    return this.member(notificationCenter);
  }

  get notificationSettings(): NotificationSettings {
    return this.member(notificationSettings);
  }

  get browserNotifications(): BrowserNotifications {
    return this.member(browserNotifications);
  }

  get push(): PushSubscriber {
    return this.member(pushSubscriber);
  }

  get chime(): Chime {
    return this.member(chime);
  }

  get uploads(): Uploads {
    return this.member(uploads);
  }

  get attachments(): Attachments {
    return this.member(attachments);
  }
}
