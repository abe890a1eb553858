// An article: its table of contents, links to its sections, on paper, and as the server writes it.
import type { Page } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from '../harness/access';
import { expect, test } from '../harness/browser';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

const WIDE = { width: 1280, height: 720 };
const NARROW = { width: 390, height: 700 };

const paragraph = 'Take the wheel out, and keep the washers in their order. '.repeat(12);
const LONG = [
  'Read [how to put it back](#putting-it-back) first.',
  '## What you’ll need',
  paragraph,
  '## Taking it out',
  paragraph,
  '### With a quick release',
  paragraph,
  '## Putting it back',
  paragraph,
].join('\n\n');

async function publish(desk: Server, question: string, more: object = {}): Promise<string> {
  const rest = new Rest(desk, someone('agent'));
  const article = { question, answer: LONG, isPublished: true, ...more };
  return (await rest.post('/faq', article)).slug;
}

const contents = (page: Page, name = 'On this page') => page.getByRole('navigation', { name });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

test('the table of contents leads through a longer article and tells where one is', async ({
  open,
  desk,
}) => {
  const slug = await publish(desk, `Changing a wheel, ${crypto.randomUUID()}`);
  const page = await open(`/help/${slug}`);
  await page.setViewportSize(WIDE);
  const links = contents(page).getByRole('link');
  await expect(links).toHaveText([
    'What you’ll need',
    'Taking it out',
    'With a quick release',
    'Putting it back',
  ]);
  await expect(links.first()).toHaveAttribute('aria-current', 'location');
  await links.nth(1).click();
  await expect(heading(page, 'Taking it out')).toBeFocused();
  await expect(heading(page, 'Taking it out')).toBeInViewport();
  await expect(page).toHaveURL(/#h-taking-it-out$/);
  await expect(links.nth(1)).toHaveAttribute('aria-current', 'location');
  // A link of the text leads to a heading too, by the name that its author gave it.
  await page.getByRole('link', { name: 'how to put it back' }).click();
  await expect(heading(page, 'Putting it back')).toBeFocused();
  await expectNoViolations(page, 'a longer article');

  await page.setViewportSize(NARROW);
  const summary = contents(page).getByText('On this page');
  await expect(links.first()).toBeHidden();
  await summary.click();
  await expect(links.first()).toBeVisible();
  await expectNoViolations(page, 'a longer article on a phone');
  await expectNoSidewaysScroll(page, 'a longer article');
});

test('a section has a link of its own, which is copied and opens there', async ({ open, desk }) => {
  const slug = await publish(desk, `Linking to it, ${crypto.randomUUID()}`);
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await open(`/help/${slug}`, { permissions });
  await heading(page, 'Putting it back').hover();
  await page.getByRole('link', { name: 'Link to: Putting it back' }).click();
  await expect(page.getByText('The link was copied').first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(`${desk.url}/help/${slug}#h-putting-it-back`);

  const other = await open(`/help/${slug}#h-putting-it-back`);
  await expect(heading(other, 'Putting it back')).toBeFocused();
  await expect(heading(other, 'Putting it back')).toBeInViewport();
});

test('on paper an article is the article alone, dark on white', async ({ open, desk }) => {
  const slug = await publish(desk, `On paper, ${crypto.randomUUID()}`);
  const page = await open(`/help/${slug}`);
  await page.evaluate(() => {
    const marked = window as unknown as { printed: number };
    marked.printed = 0;
    window.print = () => {
      marked.printed += 1;
    };
  });
  await page.getByRole('button', { name: 'Print' }).click();
  expect(await page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(1);

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(heading(page, 'Taking it out')).toBeVisible();
  await expect(contents(page)).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Main', exact: true })).toBeHidden();
  await expect(page.getByText('Was this helpful?')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  const colours = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    return { color, backgroundColor };
  });
  expect(colours).toEqual({ color: 'rgb(39, 35, 28)', backgroundColor: 'rgb(255, 255, 255)' });
});

test('without scripts an article is all there, in its own language and direction', async ({
  browser,
  desk,
}) => {
  const slug = await publish(desk, `تغيير العجلة ${crypto.randomUUID()}`, {
    language: 'ar',
    answer: '## الأدوات\n\nمفتاح\n\n## الفك\n\nبرفق\n\n## التركيب\n\nبالعكس',
  });
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: NARROW });
  try {
    const page = await context.newPage();
    await page.goto(`${desk.url}/help/${slug}`);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    const nav = contents(page, 'في هذه الصفحة');
    await nav.getByText('في هذه الصفحة').click();
    await nav.getByRole('link', { name: 'التركيب' }).click();
    await expect(page).toHaveURL(/#h-/);
    await expect(page.getByRole('heading', { name: 'التركيب', exact: true })).toBeInViewport();
  } finally {
    await context.close();
  }
});

test('what the server wrote into the head is not told of the next page', async ({ open, desk }) => {
  const slug = await publish(desk, `Its address, ${crypto.randomUUID()}`);
  const page = await open(`/help/${slug}`);
  const canonical = page.locator('link[rel="canonical"]');
  await expect(canonical).toHaveAttribute('href', new RegExp(`/help/${slug}$`));
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByText('Help').click();
  await expect(page.getByRole('heading', { name: 'Browse by topic' })).toBeVisible();
  await expect(canonical).toHaveCount(0);
});
