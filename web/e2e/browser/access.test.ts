// The app for everybody: by keyboard alone, on narrow screens, and by the rules that axe checks.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll, expectNoViolations } from '../harness/access';
import { expect, test, type Visit } from '../harness/browser';
import { tabTo } from '../harness/keyboard';
import { acceptChat, startChat } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';

/** People of the demo, whose pages have something on them. */
const MAYA = { sub: 'maya', name: 'Maya Lindqvist' };
const NOBODY = { sub: 'nobody-yet', name: 'Nora Newcomer' };
const PRIYA = { sub: 'priya', name: 'Priya Raman', role: 'admin' } as const;

interface Stop {
  path: string;
  as?: Visit['as'];
}

const PORTAL: Record<string, Stop> = {
  'help centre': { path: '/' },
  'search results': { path: '/search?q=refund', as: MAYA },
  'nothing found': { path: '/search?q=xylophonist' },
  topic: { path: '/categories/rentals' },
  article: { path: '/help/reset-your-password' },
  'sign-in': { path: '/sign-in' },
  'contact form': { path: '/contact', as: MAYA },
  'my conversations': { path: '/conversations', as: MAYA },
  'conversations found': { path: '/conversations?q=refund', as: MAYA },
  'no conversations': { path: '/conversations', as: NOBODY },
  'start of a chat': { path: '/chat', as: MAYA },
  'no such article': { path: '/help/no-such-article' },
  'no such topic': { path: '/categories/no-such-topic' },
  'no such page': { path: '/no/such/page' },
  'no such ticket': { path: '/tickets/019a0000-0000-7000-8000-000000000000', as: MAYA },
  'no such chat': { path: '/chat/019a0000-0000-7000-8000-000000000000', as: MAYA },
  'notification settings': { path: '/notifications', as: MAYA },
  'a link that does not work': { path: '/unsubscribe' },
};

const CONSOLE: Record<string, Stop> = {
  'staff sign-in': { path: '/console' },
  'one’s own conversations': { path: '/console', as: PRIYA },
  'all conversations, filtered': { path: '/console/inbox/all?priority=high', as: PRIYA },
  'closed conversations': { path: '/console/inbox/closed', as: PRIYA },
  articles: { path: '/console/articles', as: PRIYA },
  'new article': { path: '/console/articles/new', as: PRIYA },
  categories: { path: '/console/articles/categories', as: PRIYA },
  announcements: { path: '/console/announcements', as: PRIYA },
  'business hours': { path: '/console/settings/hours', as: PRIYA },
  'form before a chat': { path: '/console/settings/form', as: PRIYA },
  macros: { path: '/console/settings/macros', as: PRIYA },
  moderation: { path: '/console/settings/moderation', as: PRIYA },
  review: { path: '/console/review', as: PRIYA },
  'audit log': { path: '/console/settings/audit', as: PRIYA },
  teams: { path: '/console/settings/teams', as: PRIYA },
  agents: { path: '/console/settings/agents', as: PRIYA },
  storage: { path: '/console/settings/storage', as: PRIYA },
  'routing decisions': { path: '/console/settings/decisions', as: PRIYA },
};

/** The page has its heading and nothing of it is still loading. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.getByText(/^Loading|^Searching$|^Signing you in$/)).toHaveCount(0);
}

for (const [area, stops, expectFine] of [
  ['portal', PORTAL, expectNoViolations],
  ['console', CONSOLE, expectNoBarriers],
] as const) {
  test(`the ${area}’s pages are open to everybody, light and dark, and don’t scroll sideways at 320 px`, async ({
    open,
  }) => {
    test.setTimeout(180_000);
    for (const [name, { path, as }] of Object.entries(stops)) {
      const page = await open(path, { as });
      await settled(page);
      await expectFine(page, name);
      await expectNoSidewaysScroll(page, name);
      await page.context().close();
    }
  });
}

test('an open ticket and an open chat have no serious barrier, nor scroll sideways, on either side', async ({
  open,
  desk,
}) => {
  test.setTimeout(120_000);
  const [user, staff] = [someone(), someone('agent')];
  const rest = new Rest(desk, user);
  const ticket = await rest.post('/tickets', {
    subject: 'A-subject-that-is-one-long-word-without-any-place-to-break-it-nicely',
    description: `See https://example.com/${'a-long-address/'.repeat(12)}`,
    priority: 'urgent',
  });
  const agentRest = new Rest(desk, staff);
  await agentRest.post(`/tickets/${ticket.id}/responses`, { response: 'We are on it.' });
  await agentRest.post(`/tickets/${ticket.id}/responses`, { response: 'A note', internal: true });

  const customer = await open(`/tickets/${ticket.id}`, { as: user });
  const agent = await open(`/console/tickets/${ticket.id}`, { as: staff });
  for (const [page, name, expectFine] of [
    [customer, 'ticket in the portal', expectNoViolations],
    [agent, 'ticket in the console', expectNoBarriers],
  ] as const) {
    await expect(page.getByText('We are on it.')).toBeVisible();
    await settled(page);
    await expectFine(page, name);
    await expectNoSidewaysScroll(page, name);
  }

  await customer.goto(`${desk.url}/chat`);
  await agent.goto(`${desk.url}/console/chats`);
  await startChat(customer, 'Hello');
  await acceptChat(agent, user.name);
  await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
  for (const [page, name, expectFine] of [
    [customer, 'chat in the portal', expectNoViolations],
    [agent, 'chat in the console', expectNoBarriers],
  ] as const) {
    await expectFine(page, name);
    await expectNoSidewaysScroll(page, name);
  }
});

/** After a change of page one goes on from the new page, not from the top of the document. */
async function expectFocusOnPage(page: Page): Promise<void> {
  await expect(page.locator('main:focus, main :focus')).toBeAttached();
}

test('by keyboard alone: search, read, write a ticket with a file, and reply to it', async ({
  open,
}) => {
  const page = await open('/', { as: someone() });
  await expect(page.getByRole('heading', { name: 'Browse by topic' })).toBeVisible();

  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Search the help centre' })).toBeFocused();
  await page.keyboard.type('warranty');
  const articles = page.getByRole('group', { name: 'Articles' });
  await expect(articles.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const chosen = page.getByRole('listbox').getByRole('option', { selected: true });
  await expect(chosen).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/help\//);
  await expectFocusOnPage(page);

  await tabTo(page, page.getByRole('button', { name: 'Yes', exact: true }));
  await page.keyboard.press('Space');
  await expect(page.getByText('Good to know that it helped.')).toBeVisible();
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Write to us' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Write to us' })).toBeVisible();
  await expectFocusOnPage(page);

  await tabTo(page, page.getByLabel('Subject'));
  await page.keyboard.type('A spoke broke');
  await tabTo(page, page.getByRole('combobox', { name: 'Urgency' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: /^Medium/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: /^High/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Urgency' })).toContainText('High');
  // Asked for in good time: a key press is quicker than Playwright's hold on the dialog.
  const chooser = page.waitForEvent('filechooser', { timeout: 30_000 });
  await tabTo(page, page.getByLabel('What happened?'));
  await page.keyboard.type('On a flat road.');
  await tabTo(page, page.getByRole('button', { name: /Choose files/ }));
  await page.keyboard.press('Enter');
  const file = { name: 'spoke.txt', mimeType: 'text/plain', buffer: Buffer.from('snap') };
  await (await chooser).setFiles(file);
  await expect(page.getByText('1 file attached')).toBeAttached();
  await tabTo(page, page.getByRole('button', { name: 'Send', exact: true }));
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'A spoke broke' })).toBeVisible();
  await expectFocusOnPage(page);
  await tabTo(page, page.getByRole('textbox', { name: 'Your reply' }));
  await page.keyboard.type('And now a second one.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText('And now a second one.')).toBeVisible();
});
