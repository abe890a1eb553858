// The browser has given up a subscription: a new one is made with the same key, and told to the
// desk by a page that is open, or by the next one that is opened (it compares the two).

import type { SubscriptionChanged } from '../../../packages/client/src/push/worker-messages';
import { type Scope, windows } from './scope';

const PUSH_KEY = '/api/support/notifications/push-key';

export async function resubscribe(scope: Scope, old: PushSubscription | null): Promise<void> {
  const { pushManager } = scope.registration;
  if (!(await pushManager.getSubscription())) {
    const applicationServerKey = old?.options.applicationServerKey ?? (await publicKey());
    if (!applicationServerKey) return;
    await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  }
  const changed: SubscriptionChanged = { type: 'frontdesk:subscription-changed' };
  for (const page of await windows(scope)) page.postMessage(changed);
}

/** Firefox tells nothing of the old one. The key itself is no secret. */
async function publicKey(): Promise<string | null> {
  try {
    const answer = await fetch(PUSH_KEY);
    const { data } = (await answer.json()) as { data?: { publicKey?: string } };
    return data?.publicKey ?? null;
  } catch {
    return null;
  }
}
