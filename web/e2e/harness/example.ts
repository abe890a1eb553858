// A built example as its visitors get it, at an address of the desk's own origin.
import { access, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';

const DIST = join(import.meta.dirname, '../../examples/vite/dist');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Where the example stands once `serveExample` was called for a page. */
export const EXAMPLE = '/shop/';

/** Answers for everything under `EXAMPLE`; the rest is the desk's. */
export async function serveExample(page: Page): Promise<void> {
  await access(DIST).catch(() => {
    throw new Error('The example is not built: run `npx vitest run packages` in web/e2e first.');
  });
  await page.route(
    (url) => url.pathname.startsWith(EXAMPLE),
    async (route) => {
      const path = new URL(route.request().url()).pathname.slice(EXAMPLE.length) || 'index.html';
      const contentType = TYPES[extname(path)] ?? 'application/octet-stream';
      await route.fulfill({ contentType, body: await readFile(join(DIST, path)) });
    },
  );
}
