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

/** What is told; the same `id` in every tab. */
export interface BrowserNews {
  id: string;
  title: string;
  message: string;
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
      const { id, title, message } = notification;
      void this.tell({ id, title, message }, () => onOpen?.(notification));
    });
  }

  /** Shows one thing, unless the person looks at a tab; one tab does it for all. */
  async tell(news: BrowserNews, onOpen?: () => void): Promise<void> {
    if (present() !== 'granted' || document.visibilityState === 'visible') return;
    const attention = this.#attention;
    if (attention) {
      if (await attention.isAnyVisible()) return;
      if (!(await attention.claim(`notification:${news.id}`))) return;
    }
    show(news, onOpen);
  }
}

function show({ id, title, message }: BrowserNews, onOpen?: () => void): void {
  try {
    // Where tabs can't agree, the tag keeps them from showing the same one twice.
    const shown = new Notification(title, { body: message, tag: id });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen?.();
    };
  } catch {
    // Some mobile browsers have the interface and allow it in service workers alone.
  }
}

function present(): BrowserPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}
