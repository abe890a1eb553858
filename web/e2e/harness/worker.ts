// The service worker of a page: when it is in charge, and what it has kept.
import { expect, type Page } from '@playwright/test';

/** The worker answers for the page, and has kept what the app is made of. */
export async function inCharge(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe('activated');
}

/** The paths that are kept of whoever is signed in as `person`. */
export function keptReads(page: Page, person: string): Promise<string[]> {
  return page.evaluate(async (sub) => {
    const name = `frontdesk-reads-1:${encodeURIComponent(sub)}`;
    if (!(await caches.has(name))) return [];
    const keys = await (await caches.open(name)).keys();
    return keys.map(({ url }) => new URL(url).pathname);
  }, person);
}
