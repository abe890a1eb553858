/** The service worker's side of the pages: registering it, and hearing of a new version. No React. */
import type { KeepRequest, PageMessage } from '../../worker/messages';

const WORKER_URL = '/sw.js';
/** How often a page that stays open looks for a new version (milliseconds). */
const LOOK_MS = 60 * 60 * 1000;

export interface WorkerHandle {
  stop(): void;
}

/**
 * Registers the worker and has it keep what this page is made of. `onUpdate` is told of a newer
 * one that waits, with what lets it begin; then the page is loaded anew.
 */
export function startWorker(onUpdate: (begin: () => void) => void): WorkerHandle {
  const container = navigator.serviceWorker;
  const stopping = new AbortController();
  const { signal } = stopping;
  let isWanted = false;
  let offered: ServiceWorker | null = null;

  const offer = (worker: ServiceWorker | null) => {
    // Without one that is in charge this is the first, which nobody has to wait for.
    if (!worker || !container.controller || worker === offered || signal.aborted) return;
    offered = worker;
    onUpdate(() => {
      isWanted = true;
      send(worker, { type: 'frontdesk:activate' });
    });
  };
  container.addEventListener(
    'controllerchange',
    () => {
      if (isWanted) location.reload();
    },
    { signal },
  );
  register(container, signal).then((registration) => {
    if (!registration || signal.aborted) return;
    const watch = (worker: ServiceWorker | null) =>
      worker?.addEventListener(
        'statechange',
        () => {
          if (worker.state === 'installed') offer(worker);
        },
        { signal },
      );
    offer(registration.waiting);
    watch(registration.installing);
    registration.addEventListener('updatefound', () => watch(registration.installing), { signal });
    lookAgain(registration, signal);
  });
  container.ready.then(({ active }) => {
    if (active && !signal.aborted) send(active, keepRequest());
  });
  return { stop: () => stopping.abort() };
}

/**
 * Once the page is there, which comes first. A browser that forbids it, as some private windows
 * do, has an app without it.
 */
async function register(container: ServiceWorkerContainer, signal: AbortSignal) {
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => {
      window.addEventListener('load', resolve, { once: true, signal });
    });
  }
  return container.register(WORKER_URL).catch(() => null);
}

/** Installed apps are left open for days; a look is worth it when somebody comes back to one. */
function lookAgain(registration: ServiceWorkerRegistration, signal: AbortSignal): void {
  let looked = Date.now();
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState !== 'visible' || Date.now() - looked < LOOK_MS) return;
      looked = Date.now();
      registration.update().catch(() => {});
    },
    { signal },
  );
}

/** What this page is, and what it has loaded before the worker was there. */
function keepRequest(): KeepRequest {
  const loaded = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name, location.href))
    .filter(({ origin }) => origin === location.origin)
    .map(({ pathname }) => pathname);
  const isConsole = /^\/console(?:\/|$)/.test(location.pathname);
  return { type: 'frontdesk:keep', app: isConsole ? 'console' : 'portal', loaded };
}

function send(worker: ServiceWorker, message: PageMessage): void {
  worker.postMessage(message);
}
