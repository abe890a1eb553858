// The service worker of the web app, served as /sw.js: push messages, and what a person does with
// them. It keeps nothing offline.

import { act } from './act';
import { resubscribe } from './resubscribe';
import { show } from './show';

const worker = self as unknown as ServiceWorkerGlobalScope;

// A new worker takes over at once: it keeps no state that an older page could rely on.
worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('push', (event) => event.waitUntil(show(worker, event.data)));

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(act(worker, event.notification, event.action));
});

worker.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as ExtendableEvent & { oldSubscription?: PushSubscription | null };
  event.waitUntil(resubscribe(worker, change.oldSubscription ?? null));
});
