// Whole journeys: a customer from a question to its answer, and an agent through a day's work.
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/browser';
import { PNG } from '../harness/content';
import {
  acceptChat,
  agentField,
  bell,
  choose,
  customerLog,
  openBell,
  openView,
  say,
  startChat,
} from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';

test('a customer’s journey: search, article, contact form, ticket, answer, notification, reopening', async ({
  open,
}) => {
  const nora = { ...someone(), name: 'Nora Field' };
  const customer = await open('/', { as: nora });

  await test.step('searches and says whether the article helped', async () => {
    await customer.getByRole('combobox', { name: 'Search the help centre' }).fill('warranty');
    const articles = customer.getByRole('group', { name: 'Articles' });
    await articles
      .getByRole('option', { name: /warranty/i })
      .first()
      .click();
    await expect(customer).toHaveURL(/\/help\//);
    await customer.getByRole('button', { name: 'No', exact: true }).click();
    await expect(customer.getByText('We will look at this article again.')).toBeVisible();
  });

  await test.step('writes a ticket with an attachment', async () => {
    await customer.getByRole('main').getByRole('link', { name: 'Write to us' }).click();
    await customer.getByLabel('Subject').fill('My rack cracked at the weld');
    await choose(customer, 'Topic', 'Returns & refunds');
    await choose(customer, 'Urgency', /^High/);
    await customer.getByLabel('What happened?').fill('It held two panniers, no more.');
    const chooser = customer.waitForEvent('filechooser');
    await customer.getByRole('button', { name: /Choose files/ }).click();
    await (await chooser).setFiles({ name: 'crack.png', mimeType: 'image/png', buffer: PNG });
    await expect(customer.getByText('1 file attached')).toBeAttached();
    await customer.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(ticketTitle(customer)).toBeVisible();
    const picture = customer.getByRole('img', { name: 'crack.png' });
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
  });

  const agent = await open('/console/tickets', { as: someone('agent') });
  await test.step('gets an answer from the console and is notified', async () => {
    await customer.getByRole('link', { name: 'Help', exact: true }).first().click();
    await agent.getByRole('link', { name: /My rack cracked at the weld/ }).click();
    await expect(agent.getByRole('img', { name: 'crack.png' })).toBeVisible();
    await agent.getByRole('textbox', { name: 'Reply to Nora Field' }).fill('A new one is coming.');
    await agent.getByRole('button', { name: 'Send and resolve' }).click();
    await agent.getByRole('button', { name: 'Send now' }).click();
    // It has gone on to the next one meanwhile.
    await expect(agent.getByText('A new one is coming.')).toHaveCount(0);
    await agent.goBack();
    await expect(agent.getByRole('button', { name: 'Reopen' })).toBeVisible();
    await expect(bell(customer)).toHaveAccessibleName(/unread/);
    const panel = await openBell(customer);
    await panel.getByRole('button', { name: /^Unread: .*My rack cracked at the weld/ }).click();
    await expect(ticketTitle(customer)).toBeVisible();
    await expect(customer.getByText('A new one is coming.')).toBeVisible();
    await expect(customer.getByText('Resolved', { exact: true })).toBeVisible();
  });

  await test.step('reopens it with a reply', async () => {
    await say(customer.getByRole('textbox', { name: 'Your reply' }), 'It came, and cracked too.');
    await expect(customer.getByText('Open', { exact: true })).toBeVisible();
    await expect(customer.getByText('We think that this is solved.')).toHaveCount(0);
    await expect(
      agent
        .getByRole('log', { name: /^Conversation of ticket/ })
        .getByText('It came, and cracked too.'),
    ).toBeVisible();
    await expect(agent.getByRole('button', { name: 'Resolve', exact: true })).toBeVisible();
  });
});

const ticketTitle = (page: Page) =>
  page.getByRole('heading', { level: 1, name: 'My rack cracked at the weld' });

test('an agent’s journey: sign-in, chat, note, status, article, announcement', async ({
  open,
  desk,
}) => {
  const [email, password] = ['ada.quist@example.com', 'a long enough pass phrase'];
  await desk.command(['admin', 'create', '--email', email, '--name', 'Ada Quist'], `${password}\n`);
  const ole = { ...someone(), name: 'Ole Berg' };
  const subject = 'The pump lost its hose';
  const rest = new Rest(desk, ole);
  const ticket = await rest.post('/tickets', { subject, description: 'On day two.' });
  const customer = await open('/chat', { as: ole });
  const agent = await open('/console');

  await test.step('signs in with e-mail and password', async () => {
    await agent.getByLabel('E-mail').fill(email);
    await agent.getByLabel('Password').fill('not the pass phrase');
    await agent.getByRole('button', { name: 'Sign in' }).click();
    await expect(agent.getByRole('alert')).toBeVisible();
    await agent.getByLabel('Password').fill(password);
    await agent.getByRole('button', { name: 'Sign in' }).click();
    await expect(agent.getByRole('heading', { level: 1, name: 'Mine' })).toBeVisible();
  });

  await test.step('accepts a chat and answers', async () => {
    await startChat(customer, 'Is the hose a spare part?');
    await acceptChat(agent, ole.name);
    await say(agentField(agent, ole.name), 'It is, for four euros.');
    await expect(customerLog(customer).getByText('It is, for four euros.')).toBeVisible();
    await expect(customer.getByText('Ada Quist has joined.')).toBeVisible();
  });

  await test.step('leaves a note that the customer never sees', async () => {
    await agent.getByRole('link', { name: /^Inbox/ }).click();
    await openView(agent, 'Unassigned');
    await agent.getByRole('link', { name: new RegExp(subject) }).click();
    await agent.getByRole('radio', { name: 'Internal note' }).click();
    await agent
      .getByRole('textbox', { name: 'Internal note, seen by staff alone' })
      .fill('A bad batch of hoses.');
    await agent.getByRole('button', { name: 'Add note' }).click();
    await expect(agent.getByRole('article').filter({ hasText: 'A bad batch' })).toBeVisible();
    const seen = await rest.get(`/tickets/${ticket.id}/responses`);
    expect(JSON.stringify(seen)).not.toContain('A bad batch');
  });

  await test.step('changes the status, which the customer sees at once', async () => {
    await customer.goto(`${desk.url}/tickets/${ticket.id}`);
    await expect(customer.getByText('Open', { exact: true })).toBeVisible();
    await choose(agent, 'Status', 'In progress');
    await expect(customer.getByText('In progress', { exact: true })).toBeVisible();
    await expect(customer.getByText('A bad batch of hoses.')).toHaveCount(0);
  });

  await test.step('publishes an article that is found', async () => {
    await agent.getByRole('link', { name: 'Articles' }).click();
    await agent.getByRole('link', { name: 'New', exact: true }).click();
    await agent.getByLabel('Title').fill('Where do I get a hose for my Quillon pump?');
    const editor = agent.getByRole('region', { name: 'Article', exact: true });
    await choose(editor, 'Category', 'Products & repairs');
    await agent.getByLabel('Answer').fill('Order part **P-88**. It comes with its gaskets.');
    const stored = agent.waitForResponse(
      (response) => response.url().endsWith('/faq') && response.request().method() === 'POST',
    );
    await agent.getByRole('button', { name: 'Publish' }).click();
    expect((await stored).ok()).toBe(true);
    await expect.poll(async () => (await rest.get('/search?q=quillon')).faq.length).toBe(1);
    await customer.goto(`${desk.url}/search?q=quillon`);
    await customer.getByRole('link', { name: /hose for my Quillon pump/ }).click();
    await expect(customer.getByText('It comes with its gaskets.')).toBeVisible();
    await expect(customer.locator('strong', { hasText: 'P-88' })).toBeVisible();
  });

  await test.step('sends an announcement, which the customer receives', async () => {
    await agent.getByRole('link', { name: 'Announcements' }).click();
    await agent.getByLabel('Title').fill('Closed on Thursday');
    await agent
      .getByRole('textbox', { name: 'Message' })
      .fill('We take stock and are back on Friday.');
    await agent.getByRole('button', { name: /Send to everybody/ }).click();
    await agent.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await expect(agent.getByText('Sent to everybody')).toBeVisible();
    const panel = await openBell(customer);
    await expect(panel.getByRole('button', { name: /^Unread: Closed on Thursday/ })).toContainText(
      'We take stock and are back on Friday.',
    );
  });
});
