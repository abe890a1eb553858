// Push messages in a browser without a push service: what a service would deliver is handed to
// the service worker, and a page subscribes at a service that is made up.
import { createECDH, randomBytes } from 'node:crypto';
import type { BrowserContext, CDPSession, Page, Worker } from '@playwright/test';
import { expect } from './browser';

/** The part of a service worker's world that is used; the types of pages don't know it. */
interface WorkerScope extends EventTarget {
  registration: ServiceWorkerRegistration;
}

/** Pages of this browser get subscriptions with keys as real ones have; none leads anywhere. */
export async function fakePushService(context: BrowserContext): Promise<void> {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const keys = {
    p256dh: ecdh.getPublicKey().toString('base64url'),
    auth: randomBytes(16).toString('base64url'),
  };
  await context.addInitScript((keys) => {
    const KEPT = 'test.push-endpoint';
    const made = (options: PushSubscriptionOptionsInit, endpoint: string) => ({
      endpoint,
      options: {
        userVisibleOnly: true,
        applicationServerKey: (options.applicationServerKey as Uint8Array | undefined)?.buffer,
      },
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => {
        localStorage.removeItem(KEPT);
        return true;
      },
    });
    PushManager.prototype.getSubscription = async () => {
      const endpoint = localStorage.getItem(KEPT);
      return endpoint ? (made({}, endpoint) as unknown as PushSubscription) : null;
    };
    PushManager.prototype.subscribe = async (options = {}) => {
      const endpoint = `https://push.example.com/${crypto.randomUUID()}`;
      localStorage.setItem(KEPT, endpoint);
      return made(options, endpoint) as unknown as PushSubscription;
    };
  }, keys);
}

/** The service worker of a page's desk, and the way of a push message to it. */
export class PushedTo {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
    private readonly registrationId: string,
    readonly worker: Worker,
  ) {}

  /** Registers the worker, as turning push messages on does. */
  static async of(page: Page): Promise<PushedTo> {
    const session = await page.context().newCDPSession(page);
    const ids: string[] = [];
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const one of registrations) if (!one.isDeleted) ids.push(one.registrationId);
    });
    await session.send('ServiceWorker.enable');
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js');
      const { active } = await navigator.serviceWorker.ready;
      while (active?.state !== 'activated') {
        await new Promise((resolve) => active?.addEventListener('statechange', resolve));
      }
    });
    await expect.poll(() => ids.length).toBeGreaterThan(0);
    await expect.poll(() => page.context().serviceWorkers().length).toBeGreaterThan(0);
    const worker = page.context().serviceWorkers()[0];
    if (!worker) throw new Error('there is no service worker');
    return new PushedTo(page, session, ids.at(-1) as string, worker);
  }

  /** Delivers a message as a push service would. */
  async push(payload: object): Promise<void> {
    await this.session.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(this.page.url()).origin,
      registrationId: this.registrationId,
      data: JSON.stringify(payload),
    });
  }

  /** What stands on the screen. */
  shown(): Promise<{ title: string; body: string; tag: string }[]> {
    return this.worker.evaluate(async () => {
      const scope = self as unknown as WorkerScope;
      const shown = await scope.registration.getNotifications();
      return shown.map(({ title, body, tag }) => ({ title, body, tag }));
    });
  }

  /** Clicks the only one that is shown, or a button of it; resolves when the worker is done. */
  async click(action = ''): Promise<void> {
    await this.worker.evaluate(async (action) => {
      const scope = self as unknown as WorkerScope;
      const [notification] = await scope.registration.getNotifications();
      if (!notification) throw new Error('nothing is shown');
      const { NotificationEvent } = scope as unknown as {
        NotificationEvent: new (name: string, init: object) => Event;
      };
      const event = new NotificationEvent('notificationclick', { notification, action });
      const work: Promise<unknown>[] = [];
      // Only the browser's own events may be waited for; this one is the test's.
      Object.defineProperty(event, 'waitUntil', {
        value: (promise: Promise<unknown>) => work.push(promise),
      });
      scope.dispatchEvent(event);
      await Promise.all(work);
    }, action);
  }
}
