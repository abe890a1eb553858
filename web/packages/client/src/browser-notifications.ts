// The browser's own notifications: permission on a person's action, and arrivals shown
// while the page is hidden.

import type { NotificationCenter } from './notification-center';
import type { Told } from './push/told';
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
  readonly #told: Told | null;

  /**
   * @param attention what the person looks at in other tabs; this tab alone when missing.
   * @param told learns of what the person has seen, so that a push message does not repeat it.
   */
  constructor(attention: Attention | null = null, told: Told | null = null) {
    super({ permission: present() });
    this.#attention = attention;
    this.#told = told;
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
      // On the page itself it was seen.
      if (document.visibilityState === 'visible') this.#told?.add(id);
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
    if (show(news, onOpen)) this.#told?.add(news.id);
  }
}

/** Whether it could be shown. */
function show({ id, title, message }: BrowserNews, onOpen?: () => void): boolean {
  try {
    // Where tabs can't agree, the tag keeps them from showing the same one twice.
    const shown = new Notification(title, { body: message, tag: id });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen?.();
    };
    return true;
  } catch {
    // Some mobile browsers have the interface and allow it in service workers alone.
    return false;
  }
}

function present(): BrowserPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}
