// The portal in other languages: as the browser asks, and as the person chooses; right to left.
import type { Browser, Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import type { Server } from '../harness/server';
import { token } from '../harness/tokens';

/** A customer of the demo, with tickets. */
const MAYA = { sub: 'maya', name: 'Maya Lindqvist' };

/** A page of somebody whose browser asks for a language. */
async function withBrowserIn(
  locale: string,
  { browser, desk }: { browser: Browser; desk: Server },
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto(`${desk.url}/conversations#token=${token(MAYA)}`);
    await run(page);
  } finally {
    await context.close();
  }
}

test('the portal in Arabic reads from right to left, without barriers', async ({
  browser,
  desk,
}) => {
  await withBrowserIn('ar', { browser, desk }, async (page) => {
    await expect(page.getByRole('heading', { level: 1, name: 'مراسلاتي' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    const tickets = page.getByRole('list', { name: 'مراسلاتي' });
    await expect(tickets.getByRole('link').first()).toBeVisible();
    await expectNoBarriers(page, 'the conversations');
    await expectNoSidewaysScroll(page, 'the conversations');
    const navigation = page.getByRole('navigation', { name: 'القائمة الرئيسية', exact: true });
    await navigation.getByRole('link', { name: 'المساعدة' }).click();
    await expect(page.getByRole('heading', { name: 'كيف يمكننا مساعدتك؟' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'الأكثر قراءة' })).toBeVisible();
    await expectNoBarriers(page, 'the help centre');
    await expectNoSidewaysScroll(page, 'the help centre');
  });
});

test('the portal in German, with dates as in the reader’s country', async ({ browser, desk }) => {
  await withBrowserIn('de-AT', { browser, desk }, async (page) => {
    await expect(page.getByRole('heading', { level: 1, name: 'Meine Anliegen' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    const asked = page.waitForRequest((request) => request.url().includes('/api/support/'));
    await page.getByRole('list', { name: 'Meine Anliegen' }).getByRole('link').first().click();
    expect((await asked).headers()['accept-language']).toBe('de-AT, de');
    await expect(page.getByText(/^Eröffnet am \d+\. \p{L}+ \d{4}$/u)).toBeVisible();
  });
});

test('a language that is chosen stays, and keeps the focus where it was chosen', async ({
  open,
}) => {
  const page = await open('/');
  await expect(page.getByRole('heading', { name: 'What can we help you with?' })).toBeVisible();
  await page.getByLabel('Language').selectOption('Deutsch');
  await expect(page.getByRole('heading', { name: 'Wobei können wir Ihnen helfen?' })).toBeVisible();
  await expect(page.getByLabel('Sprache')).toBeFocused();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Wobei können wir Ihnen helfen?' })).toBeVisible();
  await page.getByLabel('Sprache').selectOption('العربية');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByLabel('اللغة').selectOption('English');
  await expect(page.getByRole('heading', { name: 'What can we help you with?' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});
