// The service worker of the web app, served as /sw.js: which event is whose. Push messages and
// what a person does with them; the app and what was read lately, without a line.

import { act } from './act';
import type { PageMessage } from './messages';
import { forget, isRead, read } from './reads';
import { resubscribe } from './resubscribe';
import { asset, type Build, dropOld, isAsset, isPage, keepEntry, keepMore, page } from './shell';
import { show } from './show';

/** Put in by the build; without it (in development) nothing is kept. */
declare const __BUILD__: Build | null;

const worker = self as unknown as ServiceWorkerGlobalScope;
const build = __BUILD__;

// A first worker begins at once. A later one waits until the person wants it, or until no page of
// the old version is left: the two may not be mixed.
worker.addEventListener('install', (event) => {
  event.waitUntil(build ? keepEntry(caches, build) : worker.skipWaiting());
});

worker.addEventListener('activate', (event) => event.waitUntil(begin()));

async function begin(): Promise<void> {
  // Asked for while the worker wakes up, so that pages don't wait for it.
  await worker.registration.navigationPreload?.enable();
  if (build) await dropOld(caches, build);
  await worker.clients.claim();
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!build || request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (isPage(url)) event.respondWith(page(caches, build, request, event.preloadResponse));
  } else if (isAsset(url)) {
    event.respondWith(asset(caches, build, request));
  } else if (isRead(url)) {
    event.respondWith(read(caches, request, (work) => event.waitUntil(work)));
  }
});

worker.addEventListener('message', (event) => {
  const message = event.data as PageMessage | null;
  if (message?.type === 'frontdesk:activate') event.waitUntil(worker.skipWaiting());
  if (message?.type === 'frontdesk:forget') event.waitUntil(forget(caches, message.person));
  if (message?.type === 'frontdesk:keep' && build) {
    const loaded = message.loaded.filter((file) => isAsset(new URL(file, worker.location.href)));
    event.waitUntil(keepMore(caches, build, [...loaded, ...build[message.app]]));
  }
});

worker.addEventListener('push', (event) => event.waitUntil(show(worker, event.data)));

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(act(worker, event.notification, event.action));
});

worker.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as ExtendableEvent & { oldSubscription?: PushSubscription | null };
  event.waitUntil(resubscribe(worker, change.oldSubscription ?? null));
});
