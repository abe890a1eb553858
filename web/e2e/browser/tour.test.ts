// The console's tours, and the list of what a new desk still needs.
import type { Locator, Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

const step = (page: Page, title: string): Locator =>
  page.getByRole('dialog', { name: title, exact: true });

async function fromMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

test('who is new is invited once, and is shown around by keyboard alone', async ({
  open,
  desk,
}) => {
  const claims = someone('agent');
  const customer = someone();
  await new Rest(desk, customer).post('/tickets', {
    subject: 'For the tour',
    description: 'A question.',
  });
  const page = await open('/console/inbox/all', { as: claims, isNew: true });
  const invitation = page.getByRole('region', { name: 'New here?' });
  await expect(invitation).toBeVisible();
  await expectNoBarriers(page, 'an invitation');
  await expectNoSidewaysScroll(page, 'an invitation');
  await invitation.getByRole('button', { name: 'Take the tour' }).focus();
  await page.keyboard.press('Enter');

  const status = step(page, 'Say that you are there');
  await expect(status.getByRole('button', { name: 'Next' })).toBeFocused();
  await expect(status.getByText('1 of 7')).toBeVisible();
  await expectNoBarriers(page, 'a step of the tour');
  await page.keyboard.press('Enter');
  await expect(step(page, 'What waits for you')).toBeVisible();
  await page.keyboard.press('Enter');

  // It waits for what is really done.
  await expect(step(page, 'Open a conversation')).toBeVisible();
  await page.getByRole('link', { name: /For the tour/ }).click();
  await expect(step(page, 'Open a conversation')).toHaveCount(0);
  await expect(page.locator('[data-tour-step]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-tour-step]')).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole('button', { name: /^Account of/ })).toBeVisible();
  await expect(invitation).toHaveCount(0);
  await fromMenu(page, 'Tour for agents');
  await expect(status).toBeVisible();
});

test('an admin’s tour goes along as the places are opened', async ({ open }) => {
  const page = await open('/console/inbox', { as: someone('admin') });
  await fromMenu(page, 'Tour for admins');
  await expect(step(page, 'Settings')).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Console' })
    .getByRole('link', { name: 'Settings' })
    .click();
  await expect(step(page, 'What is still to be done')).toBeVisible();
  await page.getByRole('link', { name: /^Set up the desk/ }).click();
  await expect(step(page, 'Teams')).toBeVisible();
  // A layer that opens has the reader to itself; the tour goes on when it is closed.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: /Search/ })).toBeVisible();
  await expect(page.locator('[data-tour-step]')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(step(page, 'Teams')).toBeVisible();
  for (const next of ['Business hours', 'The widget', 'Articles', 'That is all']) {
    await page.locator('[data-tour-step]').getByRole('button', { name: 'Next' }).click();
    await expect(step(page, next)).toBeVisible();
  }
  await page.locator('[data-tour-step]').getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('[data-tour-step]')).toHaveCount(0);
});

test('a new desk says what it still needs, and sees when it is done', async ({ open }) => {
  const server = await Server.start();
  try {
    const admin = someone('admin');
    const page = await open('/console/settings', { as: admin, at: server });
    const line = (title: string) => page.getByRole('listitem').filter({ hasText: title });
    await expect(line('Business hours').getByRole('img', { name: 'To be done:' })).toBeVisible();
    await expect(page.getByText('0 of 10 are done.')).toBeVisible();
    await expectNoBarriers(page, 'what is still to be done');
    await line('Backups').getByRole('button', { name: 'There are backups' }).click();
    await expect(page.getByText('1 of 10 are done.')).toBeVisible();

    const rest = new Rest(server, admin);
    await rest.put('/chat/hours', { timeZone: 'Europe/Berlin', alwaysOpen: true });
    await rest.put('/widget/settings', { color: '#ffd400' });
    await rest.post('/faq', { question: 'Where is it?', answer: 'Here.', isPublished: true });
    await rest.post('/teams', { name: 'Returns', members: [admin.sub] });
    await line('A team with people in it').getByRole('link').click();
    await expect(page).toHaveURL(/settings\/teams$/);
    await page.getByRole('link', { name: /^Set up the desk/ }).click();
    await expect(page.getByText('6 of 10 are done.')).toBeVisible();
    await expectNoSidewaysScroll(page, 'what is still to be done');

    await page.goto(`${server.url}/console/settings`);
    await page.getByRole('button', { name: 'Put it away' }).click();
    await expect(page.getByText('Choose a section')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Choose a section')).toBeVisible();
  } finally {
    await server.dispose();
  }
});

test('sections lead to what the documentation says of them', async ({ open }) => {
  const page = await open('/console/settings/teams', { as: someone('admin') });
  const docs = page.waitForEvent('popup');
  await page.getByRole('link', { name: /^Read more about Teams/ }).click();
  const guide = await docs;
  await expect(guide.getByRole('heading', { level: 1, name: 'Teams and hours' })).toBeVisible();
});
