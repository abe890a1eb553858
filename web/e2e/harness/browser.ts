// What the browser tests share: a desk with the demo's data, and windows of people on it.
import { test as base, expect, type Page } from '@playwright/test';
import { Rest } from './rest';
import { Server } from './server';
import { type Claims, token } from './tokens';

export { expect } from '@playwright/test';

export interface Visit {
  /** Who is signed in; nobody when it is missing. */
  as?: Claims;
  /** Another desk than the shared one, or another way to it. */
  at?: { readonly url: string };
  /** Granted before the page opens. */
  permissions?: string[];
  /** With the service worker. Without it, whatever a page asks for passes by the test. */
  worker?: boolean;
  /** New at the console: invited to its tour. Others have seen it. */
  isNew?: boolean;
}

/** Opens a page in a browser profile of its own, as each person has one. */
export type Open = (path: string, visit?: Visit) => Promise<Page>;

export const test = base.extend<{ open: Open }, { desk: Server }>({
  desk: [
    // biome-ignore lint/correctness/noEmptyPattern: the pattern tells Playwright what is needed
    async ({}, use) => {
      const desk = await Server.start({}, ['--demo']);
      await searchable(desk);
      await use(desk);
      await desk.dispose();
    },
    { scope: 'worker' },
  ],
  // Every page that a test opens is watched: one that throws, or that breaks the policy it was
  // served with, fails the test.
  open: async ({ browser, desk }, use) => {
    const problems: string[] = [];
    const contexts: { close(): Promise<void> }[] = [];
    await use(
      async (path, { as, at = desk, permissions = [], worker = false, isNew = false } = {}) => {
        const context = await browser.newContext({
          reducedMotion: 'reduce',
          serviceWorkers: worker ? 'allow' : 'block',
        });
        contexts.push(context);
        if (permissions.length > 0) await context.grantPermissions(permissions, { origin: at.url });
        if (as && !isNew) await context.addInitScript(rememberTours, as.sub);
        const page = await context.newPage();
        watch(page, problems);
        await page.goto(`${at.url}${path}${as ? `#token=${token(as)}` : ''}`);
        // The app takes the token out of the address once it has kept it.
        await page.waitForFunction(() => !location.hash.includes('token='));
        return page;
      },
    );
    await Promise.all(contexts.map((context) => context.close()));
    expect(problems).toEqual([]);
  },
});

/** Runs in the page: the tours of the console were seen. */
function rememberTours(person: string): void {
  const seen = { [person]: ['agent', 'admin'] };
  localStorage.setItem('frontdesk.console.tours', JSON.stringify(seen));
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && text.includes('Content Security Policy')) {
      problems.push(text);
    }
  });
}

/** The index of a new desk is filled in the background. */
export async function searchable(desk: Server): Promise<void> {
  const rest = new Rest(desk);
  await expect
    .poll(async () => (await rest.get('/search?q=password')).faq.length, { timeout: 30_000 })
    .toBeGreaterThan(0);
}
