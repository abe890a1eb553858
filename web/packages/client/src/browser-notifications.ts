// The browser's own notifications: permission on a person's action, and arrivals shown
// while the page is hidden.

import type { NotificationCenter } from './notification-center';
import { Store } from './store';
import type { DeskNotification } from './types';

export type BrowserPermission = 'unsupported' | 'default' | 'granted' | 'denied';

export interface BrowserNotificationsSnapshot {
  readonly permission: BrowserPermission;
}

export class BrowserNotifications extends Store<BrowserNotificationsSnapshot> {
  constructor() {
    super({ permission: present() });
  }

  /** Asks the person. Call it from a click alone: browsers refuse the question otherwise. */
  async request(): Promise<BrowserPermission> {
    if (present() === 'default') await Notification.requestPermission();
    this.update({ permission: present() });
    return present();
  }

  /**
   * Shows what arrives while the page is hidden, until the returned function is called. A
   * click brings the page to the front and calls `onOpen`.
   */
  follow(
    center: NotificationCenter,
    onOpen?: (notification: DeskNotification) => void,
  ): () => void {
    return center.onArrival((notification) => {
      if (present() !== 'granted' || document.visibilityState === 'visible') return;
      try {
        // The tag keeps several tabs from showing the same one twice.
        const shown = new Notification(notification.title, {
          body: notification.message,
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
    });
  }
}

function present(): BrowserPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}
