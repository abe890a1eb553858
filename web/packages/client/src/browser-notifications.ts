// (Signatures; the bodies follow.)
import type { NotificationCenter } from './notification-center';
import { Store } from './store';
import type { DeskNotification } from './types';

export type BrowserPermission = 'unsupported' | 'default' | 'granted' | 'denied';

export interface BrowserNotificationsSnapshot {
  readonly permission: BrowserPermission;
}

export declare class BrowserNotifications extends Store<BrowserNotificationsSnapshot> {
  /** Call it from a click alone: browsers refuse the question otherwise. */
  request(): Promise<BrowserPermission>;
  /** Shows arrivals while the page is hidden, until the returned function is called. */
  follow(center: NotificationCenter, onOpen?: (notification: DeskNotification) => void): () => void;
}
