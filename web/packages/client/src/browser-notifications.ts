// The browser's own notifications: permission on a person's action, and arrivals shown
// while the page is hidden.

import type { NotificationCenter } from './notification-center';
import { Store } from './store';
import type { Attention } from './tabs/attention';
import type { DeskNotification } from './types';

export type BrowserPermission = 'unsupported' | 'default' | 'granted' | 'denied';

export interface BrowserNotificationsSnapshot {
  readonly permission: BrowserPermission;
}

export class BrowserNotifications extends Store<BrowserNotificationsSnapshot> {
  readonly #attention: Attention | null;

  /** @param attention what the person looks at in other tabs; this tab alone when missing. */
  constructor(attention: Attention | null = null) {
    super({ permission: present() });
    this.#attention = attention;
  }

  /** Asks the person. Call it from a click alone: browsers refuse the question otherwise. */
  async request(): Promise<BrowserPermission> {
    if (present() === 'default') await Notification.requestPermission();
    this.update({ permission: present() });
    return present();
  }

  /**
   * Shows what arrives while the person looks at no tab, in one of them, until the returned
   * function is called. A click brings the page to the front and calls `onOpen`.
   */
  follow(
    center: NotificationCenter,
    onOpen?: (notification: DeskNotification) => void,
  ): () => void {
    return center.onArrival((notification) => {
      if (present() !== 'granted' || document.visibilityState === 'visible') return;
      if (this.#attention) void this.#showOnce(this.#attention, notification, onOpen);
      else show(notification, onOpen);
    });
  }

  async #showOnce(
    attention: Attention,
    notification: DeskNotification,
    onOpen?: (notification: DeskNotification) => void,
  ): Promise<void> {
    if (await attention.isAnyVisible()) return;
    if (await attention.claim(`notification:${notification.id}`)) show(notification, onOpen);
  }
}

function show(
  notification: DeskNotification,
  onOpen?: (notification: DeskNotification) => void,
): void {
  try {
    const shown = new Notification(notification.title, {
      body: notification.message,
      // Where tabs can't agree, this keeps them from showing the same one twice.
      tag: notification.id,
    });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen?.(notification);
    };
  } catch {
    // Some mobile browsers have the interface and allow it in service workers alone.
  }
}

function present(): BrowserPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}
