// Takes the pictures that the guides show, in light and dark, and lists them with their sizes. They
// go into the web app's public folder, which is not kept in the repository; `make screenshots` runs
// this.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/browser';
import {
  acceptChat,
  agentField,
  customerField,
  customerLog,
  say,
  startChat,
} from '../harness/pages';

const FOLDER = join(import.meta.dirname, '../../apps/desk/public/guide');
const SIZE = { width: 1280, height: 800 };
/** Of WebP, of 100. */
const QUALITY = 82;

const MAYA = { sub: 'maya', name: 'Maya Lindqvist' };
const SAM = { sub: 'sam', name: 'Sam Okafor', role: 'agent' } as const;
const PRIYA = { sub: 'priya', name: 'Priya Raman', role: 'admin' } as const;

const taken: Record<string, { width: number; height: number }> = {};

/** A picture of what is on the page now, in both colours. */
async function take(page: Page, name: string): Promise<void> {
  await page.setViewportSize(SIZE);
  await expect(page.getByText(/^Loading/)).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  const session = await page.context().newCDPSession(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'webp',
      quality: QUALITY,
    });
    await writeFile(join(FOLDER, `${name}.${colorScheme}.webp`), Buffer.from(data, 'base64'));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  taken[name] = SIZE;
}

test.beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  for (const file of await readdir(FOLDER)) await rm(join(FOLDER, file));
});

test.afterAll(async () => {
  await writeFile(join(FOLDER, 'pictures.json'), JSON.stringify(taken));
});

test('the help centre', async ({ open }) => {
  const page = await open('/');
  await expect(page.getByRole('heading', { name: 'Browse by topic' })).toBeVisible();
  await take(page, 'help-centre');
});

test('a conversation, from both sides', async ({ open }) => {
  const customer = await open('/chat', { as: MAYA });
  const agent = await open('/console/inbox', { as: SAM });
  await agent.setViewportSize(SIZE);
  await startChat(customer, 'Hello! My bell does not ring any more. Can I repair it myself?');
  await acceptChat(agent, MAYA.name);
  const field = agentField(agent, MAYA.name);
  await say(field, 'Hello Maya! Very likely: turn the clapper a quarter to the left.');
  await say(customerField(customer), 'It rings! Thank you.');
  await expect(agent.getByRole('log').getByText('It rings! Thank you.')).toBeVisible();
  await take(agent, 'inbox');
  await field.fill('Good to hear. Have a safe ride!');
  await take(agent, 'conversation');
  await expect(customerLog(customer).getByText('turn the clapper')).toBeVisible();
  await take(customer, 'chat');
});

const SETTINGS = { macros: 'macros', teams: 'teams', widget: 'widget', search: 'search-analytics' };

test('the settings', async ({ open }) => {
  const page = await open('/console/settings', { as: PRIYA });
  await page.setViewportSize(SIZE);
  await expect(page.getByText(/ are done\.$/)).toBeVisible();
  await take(page, 'set-up');
  for (const [name, section] of Object.entries(SETTINGS)) {
    await page.goto(new URL(`/console/settings/${section}`, page.url()).href);
    await expect(page.getByRole('link', { name: /^Read more/ })).toBeVisible();
    await take(page, name);
  }
});
