// The components of @frontdesk/react on a page of somebody else's, built from the published package.
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { test } from '../harness/browser';
import { EXAMPLE, serveExample } from '../harness/example';
import { accept, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';
import { type Claims, token } from '../harness/tokens';
import { Wire } from '../harness/wire';

const open: BrowserContext[] = [];
test.afterEach(async () => {
  await Promise.all(open.splice(0).map((context) => context.close()));
});

test.describe('the shop with Frontdesk in it', () => {
  test('is searched by the keys alone', async ({ desk, browser }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    open.push(context);
    const page = await shop(context, desk);
    const field = page.getByRole('combobox', { name: 'Search the help centre' });
    await field.focus();
    await page.keyboard.type('password');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectNoBarriers(page, 'suggestions');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Back to the questions' })).toBeVisible();
    await expect(page.getByRole('article').getByRole('heading')).toBeVisible();
  });

  test('takes a question, which stands among the tickets at once', async ({ desk, browser }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    open.push(context);
    const claims = someone();
    const page = await shop(context, desk, claims);
    await expect(page.getByText('You have no tickets yet.')).toBeVisible();
    await expectNoBarriers(page, 'the whole page');
    await expectNoSidewaysScroll(page, 'the whole page');

    await page.getByRole('button', { name: 'Send', exact: true }).first().click();
    await expect(page.getByText('Say in a few words what it is about.')).toBeVisible();
    await expect(page.getByLabel('Subject')).toBeFocused();
    await page.keyboard.type('The stand wobbles');
    await page.getByLabel('What happened?').fill('It does so on every ground.');
    await page.getByLabel('What happened?').press('Tab');
    await page.getByRole('button', { name: 'Send', exact: true }).first().click();
    await expect(page.getByText(/^Ticket #\d+ is with us/)).toBeFocused();
    const tickets = page.getByRole('region', { name: 'My tickets' });
    await expect(tickets.getByText('The stand wobbles')).toBeVisible();

    const [ticket] = await new Rest(desk, claims).get('/tickets');
    const agent = new Rest(desk, someone('agent'));
    await agent.patch(`/tickets/${ticket.id}`, { status: 'in-progress' });
    await expect(tickets.getByText('In progress')).toBeVisible();
  });

  test('leaves a message while nobody is there', async ({ browser, desk }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    open.push(context);
    const page = await shop(context, desk, someone());
    // Other tests' agents share the desk: here nobody is there.
    await page.route('**/chat/availability*', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      body.data = { ...body.data, open: false, reason: 'outside-hours', opensAt: null };
      await route.fulfill({ response: answer, json: body });
    });
    await page.reload();
    const chat = page.getByRole('region', { name: 'Chat with us' });
    await expect(chat.getByText(/^Nobody is here just now/)).toBeVisible();
    await chat.getByRole('textbox', { name: 'Your message' }).fill('Call me back');
    await chat.getByRole('button', { name: 'Leave the message' }).click();
    await expect(chat.getByText(/Your message is ticket #\d+/)).toBeVisible();
    await expectNoBarriers(page, 'a message that was left');
  });

  test('chats with an agent', async ({ browser, desk }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    open.push(context);
    const [user, staff] = [someone('user'), someone('agent')];
    const agent = await Wire.as(desk, '/chat/agent', staff);
    await agent.next('waiting-sessions');
    const page = await shop(context, desk, user);
    const chat = page.getByRole('region', { name: /^Chat with/ });
    await expect(chat.getByText('Hello! What can we do for you?')).toBeVisible();
    const field = chat.getByRole('textbox', { name: 'Your message' });
    await field.fill('My brakes squeak');
    await field.press('Enter');
    const log = chat.getByRole('log', { name: 'Messages' });
    await expect(log.getByText('My brakes squeak')).toBeVisible();
    const session = await agent.payload('session-queued', ({ userId }) => userId === user.sub);
    await accept(agent, session.id);
    await expect(chat.getByRole('heading', { name: `Chat with ${staff.name}` })).toBeVisible();
    await expectNoBarriers(page, 'the chat');
    await chat.getByRole('button', { name: 'End the chat' }).click();
    await expect(chat.getByText('This chat has ended.')).toBeVisible();
    agent.close();
  });
});

async function shop(context: BrowserContext, desk: Server, as?: Claims): Promise<Page> {
  const page = await context.newPage();
  await serveExample(page);
  await page.goto(`${desk.url}${EXAMPLE}${as ? `#token=${token(as)}` : ''}`);
  await expect(page.getByRole('heading', { name: 'Help', exact: true })).toBeVisible();
  return page;
}
