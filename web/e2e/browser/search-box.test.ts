// The search field of the help centre as a combobox: suggestions, recent searches, the way to a
// person, by keys and for screen readers.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { someone } from '../harness/people';

/** A customer of the demo. */
const MAYA = { sub: 'maya', name: 'Maya Lindqvist' };

const field = (page: Page) => page.getByRole('combobox', { name: 'Search the help centre' });
const group = (page: Page, name: string) => page.getByRole('group', { name });

/** The option that a screen reader is told of. */
async function reached(page: Page): Promise<string | null> {
  const id = await field(page).getAttribute('aria-activedescendant');
  return id ? page.locator(`[id="${id}"]`).textContent() : null;
}

test('suggests articles as one types, and opens one by keys alone', async ({ open }) => {
  const page = await open('/');
  await expect(field(page)).toBeVisible();
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.type('reset passw');
  const first = group(page, 'Articles').getByRole('option').first();
  await expect(first).toContainText('How do I reset my password?');
  await expect(first.locator('mark').first()).toBeVisible();
  await expect(field(page)).toHaveAttribute('aria-expanded', 'true');
  expect(await reached(page)).toBeNull();

  await page.keyboard.press('ArrowDown');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  expect(await reached(page)).toContain('How do I reset my password?');
  await page.keyboard.press('ArrowUp');
  expect(await reached(page)).toBeNull();
  await page.keyboard.press('ArrowUp');
  expect(await reached(page)).toContain('All results for “reset passw”');

  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveAttribute('aria-expanded', 'false');
  await expect(field(page)).toHaveValue('reset passw');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /reset my password/ })).toBeVisible();
});

test('is in the head of every other page, and leads to the results', async ({ open }) => {
  const page = await open('/help/reset-your-password');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('refund');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=refund$/);
  await expect(page.getByRole('combobox', { name: 'Search' })).toHaveValue('refund');
});

test('an answer never replaces a newer one', async ({ open }) => {
  const page = await open('/');
  const held = { release: () => {} };
  const released = new Promise<void>((resolve) => {
    held.release = resolve;
  });
  await page.route(/\/search\/suggest\?q=ref&/, async (route) => {
    await released;
    await route.continue().catch(() => {});
  });
  await field(page).pressSequentially('ref');
  await field(page).fill('warranty');
  const first = group(page, 'Articles').getByRole('option').first();
  await expect(first).toContainText(/warranty/i);
  const before = await group(page, 'Articles').textContent();
  held.release();
  // The old answer has had its time once a whole exchange with the server is over.
  await page.evaluate(() => fetch('/api/support/config').then((answer) => answer.text()));
  expect(await group(page, 'Articles').textContent()).toBe(before);
});

test('offers a person where nothing fits, who gets the question', async ({ open }) => {
  const page = await open('/', { as: someone() });
  await field(page).fill('xylophonist');
  const ask = group(page, 'No article fits. Ask us');
  await ask.getByRole('option', { name: 'Write to us' }).click();
  await expect(page.getByLabel('Subject')).toHaveValue('xylophonist');
  await page.goto(new URL('/chat', page.url()).href);
  await expect(page.getByLabel('Your message')).toHaveValue('xylophonist');
});

test('offers what was searched for last, to the same person alone', async ({ open }) => {
  const page = await open('/', { as: MAYA });
  await field(page).fill('rain jacket');
  await field(page).press('Enter');
  await expect(page).toHaveURL(/rain(\+|%20)jacket/);
  await page.goto(new URL('/', page.url()).href);
  await field(page).click();
  await expect(group(page, 'Recent searches').getByRole('option')).toHaveText(['rain jacket']);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await page.goto(new URL('/', page.url()).href);
  await field(page).click();
  await expect(field(page)).toBeFocused();
  await expect(group(page, 'Recent searches')).toHaveCount(0);
});

test('its open list has no serious barrier, and fits on 320 px', async ({ open }) => {
  const page = await open('/');
  await field(page).fill('refund');
  await expect(group(page, 'Articles')).toBeVisible();
  await field(page).press('ArrowDown');
  await expectNoBarriers(page, 'suggestions');
  await expectNoSidewaysScroll(page, 'suggestions');
});
