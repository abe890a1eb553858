/**
 * Whose answers the service worker keeps are forgotten when they leave. Part of the first load,
 * for it has to work without a line, too.
 */
import { type ForgetRequest, readsOf } from '../../worker/messages';

export function forgetReads(person: string): void {
  const message: ForgetRequest = { type: 'frontdesk:forget', person };
  // The worker knows what is still under way; where there is none, the page does it alone.
  navigator.serviceWorker?.controller?.postMessage(message);
  globalThis.caches?.delete(readsOf(person)).catch(() => {});
}
