// The documentation inside the app: read, searched, by keyboard, on every screen.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';

const PAGES = {
  overview: '/docs',
  guide: '/docs/agents/answer',
  operations: '/docs/operations/running',
  'the list of operations': '/docs/api',
  'operations of tickets': '/docs/api/tickets',
  'no such page': '/docs/agents/nothing',
};

test('the pages have no barrier, light and dark, nor scroll sideways at 320 px', async ({
  open,
}) => {
  test.setTimeout(120_000);
  for (const [name, path] of Object.entries(PAGES)) {
    const page = await open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoBarriers(page, name);
    await expectNoSidewaysScroll(page, name);
    await page.context().close();
  }
});

test('what the repository says about operations is there, and links between texts lead on', async ({
  open,
}) => {
  const page = await open('/docs/concepts/cid');
  await page.getByRole('main').getByRole('link', { name: 'Files', exact: true }).click();
  await expect(page).toHaveURL(/\/docs\/operations\/running#files$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Running Frontdesk' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Files', exact: true })).toBeFocused();
});

test('by keyboard alone: search, open a heading, go on to the next page', async ({ open }) => {
  const page = await open('/docs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Search the documentation' });
  await expect(field).toBeFocused();
  await page.keyboard.type('merge');
  await expect(page.getByRole('option').first()).toContainText('merge');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/docs\/agents\/snooze-and-merge/);
  await expect(page.locator('main:focus, main :focus')).toBeAttached();
  const next = page.getByRole('link', { name: /^Next/ });
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'The keys' })).toBeVisible();
  await expect(page.locator('main:focus, main :focus')).toBeAttached();
});

test('an operation has its parameters, fields, answers and a command that works', async ({
  open,
  desk,
}) => {
  const page = await open('/docs/api');
  await page.getByRole('link', { name: /List tickets$/ }).click();
  const operation = page.getByRole('region', { name: 'List tickets' });
  await expect(operation.getByText('Needs a token')).toBeVisible();
  await expect(operation.getByRole('rowheader', { name: 'assignedTo' })).toBeVisible();
  await operation.getByText(/^Fields of List_Ticket/).click();
  await operation.getByText(/^Fields of Ticket$/).click();
  await expect(operation.getByText('subject', { exact: true }).first()).toBeVisible();
  await expect(operation.locator('pre').last()).toContainText(
    `curl "${desk.url}/api/support/tickets"`,
  );
});

test('its first load has neither the texts nor the operations', async ({ open }) => {
  const page = await open('/docs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  expect(loaded.filter((name) => /\/(?:running|configuration|tickets)-/.test(name))).toEqual([]);
});

test('the frame speaks the reader’s language; the texts say that they are English', async ({
  open,
}) => {
  const page = await open('/docs/agents/answer');
  await expect(page.getByRole('heading', { level: 1, name: 'Answer' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('combobox', { name: 'ابحث في الوثائق' })).toBeVisible();
  const text = page.getByText('Press r, or click into the field');
  await expect(text.locator('xpath=ancestor::*[@lang][1]')).toHaveAttribute('lang', 'en');
  await expectNoBarriers(page, 'a guide in an Arabic frame');
  await expectNoSidewaysScroll(page, 'a guide in an Arabic frame');
});

test('the plain pages for programs and old browsers stay where errors lead to', async ({
  open,
}) => {
  const page = await open('/docs/errors#not-found');
  await expect(page.locator('#not-found')).toBeVisible();
  await page.getByRole('link', { name: 'Events' }).click();
  await expect(page.locator('#events')).toBeVisible();
});
