// The messages on their way that a browser keeps on its disk.
import { expect, type Page } from '@playwright/test';

/** Resolves when so many messages are on this browser's disk. */
export async function kept(page: Page, count: number): Promise<void> {
  const rows = () =>
    new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open('frontdesk');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const counting = opening.result.transaction('outbox').objectStore('outbox').count();
        counting.onsuccess = () => {
          opening.result.close();
          resolve(counting.result);
        };
      };
    });
  await expect.poll(() => page.evaluate(rows)).toBe(count);
}
