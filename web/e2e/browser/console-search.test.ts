// The console's search over everything, its filters, and what admins see of searches: analytics
// and synonyms.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { choose } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search' });
const field = (page: Page) => page.getByRole('combobox', { name: 'Search everything' });
const found = (page: Page, kind: string) => page.getByRole('list', { name: `${kind} found` });

/** A ticket with a word of its own, which the search knows when this resolves. */
async function ticketAbout(desk: Server, word: string, more: object = {}) {
  const owner = someone();
  const rest = new Rest(desk, owner);
  const ticket = await rest.post('/tickets', {
    subject: `The ${word} is loose`,
    description: 'It rattles.',
    ...more,
  });
  await expect.poll(async () => (await rest.get(`/search?q=${word}`)).tickets.length).toBe(1);
  return { owner, ticket };
}

test('Ctrl+K finds tickets and customers from any page, by keys alone', async ({ open, desk }) => {
  const { owner, ticket } = await ticketAbout(desk, 'quillwheel');
  const page = await open('/console/articles', { as: someone('agent') });
  await expect(page.getByRole('heading', { level: 1, name: 'Articles' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('quillwheel');
  // While it is typed, others begin as it does.
  const option = dialog(page)
    .getByRole('group', { name: 'Tickets' })
    .getByRole('option')
    .filter({ hasText: 'The quillwheel is loose' });
  await expect(option).toBeVisible();
  await expect(
    dialog(page).getByRole('option', { name: /All results for .quillwheel./ }),
  ).toBeVisible();
  await expectNoBarriers(page, 'the open search');
  await expectNoSidewaysScroll(page, 'the open search');
  while ((await option.getAttribute('aria-selected')) !== 'true') {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/console/inbox/\\w+/${ticket.id}`));
  await expect(dialog(page)).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await field(page).fill(owner.name);
  const customers = dialog(page).getByRole('group', { name: 'Customers' });
  await expect(customers.getByRole('option').first()).toContainText(owner.name);
});

test('Escape closes the list, empties the field, and leaves, one after the other', async ({
  open,
}) => {
  const page = await open('/console/settings', { as: someone('agent') });
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('refund');
  await expect(dialog(page).getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('filters complete themselves in the field', async ({ open, desk }) => {
  await ticketAbout(desk, 'gearquark');
  const page = await open('/console/search', { as: someone('agent') });
  await field(page).fill('gearquark stat');
  const filters = page.getByRole('group', { name: 'Filters' });
  await filters
    .getByRole('option', { name: /^status:/ })
    .first()
    .click();
  await expect(field(page)).toHaveValue(/^gearquark status:/);
  await field(page).fill('gearquark status:resolved');
  await field(page).press('Enter');
  await expect(page.getByText(/^Nothing found for/)).toBeVisible();
  await field(page).fill('gearquark status:open');
  await field(page).press('Enter');
  await expect(found(page, 'Tickets')).toContainText('The gearquark is loose');
});

test('results are narrowed down by what they have, and the address keeps it', async ({
  open,
  desk,
}) => {
  await ticketAbout(desk, 'sprocketine', { priority: 'urgent' });
  await ticketAbout(desk, 'sprocketine', { priority: 'low' });
  const page = await open('/console/search?q=sprocketine', { as: someone('agent') });
  await expect(found(page, 'Tickets').getByRole('listitem')).toHaveCount(2);
  const urgent = page.getByRole('button', { name: /^Urgent/ });
  await urgent.click();
  await expect(found(page, 'Tickets').getByRole('listitem')).toHaveCount(1);
  await expect(page).toHaveURL(/priority=urgent/);
  await expect(urgent).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(found(page, 'Tickets').getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Take all filters away' }).click();
  await expect(found(page, 'Tickets').getByRole('listitem')).toHaveCount(2);
  await choose(page, 'Order', 'Oldest first');
  await expect(page).toHaveURL(/sort=oldest/);
  await expectNoBarriers(page, 'results');
  await expectNoSidewaysScroll(page, 'results');
});

test('a search in vain becomes a synonym, and then finds', async ({ open, desk }) => {
  const admin = someone('admin');
  const portal = await open('/search?q=zorblet%20trouble');
  await expect(portal.getByText('Nothing found for “zorblet trouble”')).toBeVisible();

  const page = await open('/console/settings/search-analytics', { as: admin });
  const tab = page.getByRole('tab', { name: /^Found nothing/ });
  const make = page.getByRole('button', { name: 'Add a synonym for “zorblet trouble”' });
  // What was searched for is counted once the one who searched has gone on.
  await expect(async () => {
    await page.reload();
    await tab.click();
    await expect(make).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await make.click();
  const form = page.getByRole('dialog');
  await expect(form.getByLabel('Who searches for')).toHaveValue('zorblet trouble');
  await form.getByLabel('Finds as well').fill('refund');
  await form.getByLabel('Finds as well').press('Enter');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form).toHaveCount(0);

  await page.goto(`${desk.url}/console/settings/synonyms`);
  await expect(page.getByText('zorblet trouble → refund')).toBeVisible();
  const rest = new Rest(desk);
  await expect
    .poll(async () => (await rest.get('/search?q=zorblet%20trouble')).faq.length)
    .toBeGreaterThan(0);
});

test('a search in vain becomes an article, in a language of its own', async ({ open, desk }) => {
  const portal = await open('/search?q=wo%20ist%20mein%20wirbelrad');
  await expect(portal.getByRole('status').first()).toBeAttached();
  const page = await open('/console/settings/search-analytics', { as: someone('admin') });
  const make = page.getByRole('link', { name: /Write an article for “wo ist mein wirbelrad”/ });
  await expect(async () => {
    await page.reload();
    await expect(make.first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await make.first().click();
  await expect(page.getByLabel('Title')).toHaveValue('Wo ist mein wirbelrad');
  await page.getByLabel('Answer').fill('Die Wirbelräder liegen im Keller.');
  await choose(page, 'Language', 'German');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Published', { exact: true }).first()).toBeVisible();
  const rest = new Rest(desk);
  await expect
    .poll(async () => (await rest.get('/search?q=wirbelrad')).faq[0]?.language)
    .toBe('de');
});

test('the pages about search have no serious barrier, nor scroll sideways', async ({ open }) => {
  for (const path of ['settings/search-analytics', 'settings/synonyms', 'search']) {
    const page = await open(`/console/${path}`, { as: someone('admin') });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(/^Loading|^Counting/)).toHaveCount(0);
    await expectNoBarriers(page, path);
    await expectNoSidewaysScroll(page, path);
    await page.context().close();
  }
});
