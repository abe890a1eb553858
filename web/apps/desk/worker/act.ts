// What a person does with a shown notification: opens what it is about, or marks it read.

import type { OpenRequest } from '../../../packages/client/src/push/worker-messages';
import { type Carried, type Scope, windows } from './scope';
import { showPayload } from './show';

const READ = '/api/support/notifications/read';

export async function act(
  scope: Scope,
  { data, tag }: Pick<Notification, 'data' | 'tag'>,
  action: string,
): Promise<void> {
  const carried = data as Carried;
  if (action === 'read' && carried.readToken) {
    if (!(await markRead(carried.readToken))) {
      // It is not lost: it stands there as before.
      await showPayload(scope, { ...carried, tag: tag || undefined });
    }
    return;
  }
  await open(scope, carried.url);
}

/** The token was made for these notifications alone; no sign-in is needed, and none is sent. */
async function markRead(token: string): Promise<boolean> {
  try {
    const answer = await fetch(READ, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
      credentials: 'omit',
    });
    // What is refused now would be refused again.
    return answer.ok || (answer.status >= 400 && answer.status < 500);
  } catch {
    return false;
  }
}

/** Brings an open page to the front and sends it there; opens one where there is none. */
async function open(scope: Scope, url: string): Promise<void> {
  const pages = await windows(scope);
  const there = pages.find((page) => page.url === url);
  // A page of the same part of the app: the portal and the console have sign-ins of their own.
  const same = there ?? pages.find((page) => partOf(page.url) === partOf(url));
  if (!same) {
    await scope.clients.openWindow(url);
    return;
  }
  const shown = await same.focus().catch(() => same);
  if (same === there) return;
  const request: OpenRequest = { type: 'frontdesk:open', url };
  shown.postMessage(request);
}

function partOf(url: string): 'console' | 'portal' {
  return /^\/console(?:\/|$)/.test(new URL(url).pathname) ? 'console' : 'portal';
}
