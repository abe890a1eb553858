// Search in the help centre, over the demo's articles and tickets and a few of the tests' own.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/browser';
import { choose } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

/** A customer of the demo. */
const MAYA = { sub: 'maya', name: 'Maya Lindqvist' };

const articles = (page: Page): Locator => page.getByRole('list', { name: 'Articles found' });
const tickets = (page: Page): Locator => page.getByRole('list', { name: 'Tickets found' });

/** Publishes an article; resolves once it can be found. */
async function publish(desk: Server, question: string, answer: string): Promise<void> {
  const agent = new Rest(desk, someone('agent'));
  const article = await agent.post('/faq', { question, answer, isPublished: true });
  const path = `/search?type=faq&q=${encodeURIComponent(question)}`;
  await expect
    .poll(async () => (await agent.get(path)).faq.map(({ id }: { id: string }) => id))
    .toContain(article.id);
}

test('search the FAQ', async ({ open }) => {
  const page = await open('/');
  const field = page.getByRole('combobox', { name: 'Search the help centre' });
  await field.fill('reset password');
  await expect(page.getByRole('option').first()).toContainText('How do I reset my password?');
  await field.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=reset(\+|%20)password$/);
  const first = articles(page).getByRole('listitem').first();
  await expect(first).toContainText('How do I reset my password?');
  await expect(first.locator('mark').first()).toBeVisible();
  await first.getByRole('link').click();
  await expect(
    page.getByRole('heading', { level: 1, name: /How do I reset my password/ }),
  ).toBeVisible();
});

test('search tickets', async ({ open }) => {
  const page = await open('/search', { as: MAYA });
  const field = page.getByRole('combobox', { name: 'Search' });
  await field.fill('rain jacket');
  await field.press('Enter');
  const found = tickets(page).getByRole('link', { name: /Refund for returned rain jacket/ });
  await expect(found).toBeVisible();
  await found.click();
  await expect(
    page.getByRole('heading', { level: 1, name: /Refund for returned rain jacket/ }),
  ).toBeVisible();
});

test('search finds nobody else’s tickets', async ({ open, desk }) => {
  const owner = someone();
  const [subject, description] = ['Marzipan on the saddle', 'It melts.'];
  await new Rest(desk, owner).post('/tickets', { subject, description });
  await expect
    .poll(async () => (await new Rest(desk, owner).get('/search?q=marzipan')).tickets.length)
    .toBe(1);
  const page = await open('/search?q=marzipan', { as: MAYA });
  await expect(page.getByText('Nothing found for “marzipan”')).toBeVisible();
});

test('filter by category', async ({ open }) => {
  const page = await open('/search?q=refund');
  await expect(articles(page)).toContainText('Returns & refunds');
  await expect(articles(page)).toContainText('Payments & billing');
  await choose(page, 'Topic', 'Payments & billing');
  await expect(page).toHaveURL(/category=payments-billing/);
  await expect(articles(page)).not.toContainText('Returns & refunds');
  const rows = articles(page).getByRole('listitem');
  await expect(rows.filter({ hasNotText: 'Payments & billing' })).toHaveCount(0);
  await expect(rows.first()).toBeVisible();
});

test('filter by type', async ({ open }) => {
  const page = await open('/search?q=refund', { as: MAYA });
  await expect(articles(page)).toBeVisible();
  await expect(tickets(page)).toBeVisible();
  const lookIn = page.getByRole('group', { name: 'Look in' });
  await lookIn.getByText('My tickets').click();
  await expect(articles(page)).toHaveCount(0);
  await expect(tickets(page)).toContainText('Refund for returned rain jacket');
  await lookIn.getByText('Articles').click();
  await expect(tickets(page)).toHaveCount(0);
  await expect(articles(page)).toBeVisible();
});

test('relevance of results: a title beats a passage, a passage beats nothing', async ({
  open,
  desk,
}) => {
  const filler = 'Wheels turn, chains run, and brakes hold. '.repeat(20);
  await publish(desk, 'About all kinds of lamps', `${filler} A velolux is one of them. ${filler}`);
  await publish(desk, 'How do I charge my velolux?', `${filler} Put it on its dock. ${filler}`);
  await publish(desk, 'About bells', filler);
  const page = await open('/search?q=velolux');
  await expect(articles(page).getByRole('link')).toHaveText([
    'How do I charge my velolux?',
    'About all kinds of lamps',
  ]);
});

test('relevance of results: whole questions, beginnings of words and typos find the article', async ({
  open,
}) => {
  const page = await open('/search');
  const field = page.getByRole('combobox', { name: 'Search' });
  for (const words of [
    'i forgot my password, how can i reset it?',
    'reset passw',
    'resett pasword',
  ]) {
    await field.fill(words);
    await field.press('Enter');
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === words);
    await expect(articles(page).getByRole('listitem').first()).toContainText(
      'How do I reset my password?',
    );
  }
});

test('a search that finds nothing offers a person', async ({ open }) => {
  const page = await open('/search?q=xylophonist');
  await expect(page.getByText('Nothing found for “xylophonist”')).toBeVisible();
  const main = page.getByRole('main');
  await expect(main.getByRole('link', { name: 'Chat with us' })).toBeVisible();
  await expect(main.getByRole('link', { name: 'Write to us' })).toBeVisible();
});
