// What is done with a conversation, whether it is open as a chat or as a ticket: merging, setting
// aside, going on the other way, taking it away; and macros in the answer to a ticket.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, type Open, test } from '../harness/browser';
import { chatting, chooseInMenu, QUESTION } from '../harness/chat';
import {
  agentField,
  agentLog,
  customerField,
  customerLog,
  inboxList,
  openView,
  say,
} from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

const ticketOf = (desk: Server, user: ReturnType<typeof someone>, subject: string) =>
  new Rest(desk, user).post('/tickets', { subject, description: `About this: ${subject}` });

/** A ticket of a new customer, open in the console. */
async function ticketing(open: Open, desk: Server, subject = 'The stand wobbles') {
  const [user, staff] = [someone('user'), someone('agent')];
  const ticket = await ticketOf(desk, user, subject);
  const agent = await open(`/console/tickets/${ticket.id}`, { as: staff });
  await expect(agent.getByRole('heading', { name: subject, level: 1 })).toBeVisible();
  return { user, staff, agent, ticket };
}

const reply = (agent: Page, name: string) =>
  agent.getByRole('textbox', { name: `Reply to ${name}`, exact: true });
/** Without the rest in which a reply can be taken back. */
const sendNow = (agent: Page) => agent.getByRole('button', { name: 'Send now' }).click();
const saidInTicket = (agent: Page) => agent.getByRole('region', { name: 'Replies and notes' });

test('a ticket is merged into a chat, and taken out again', async ({ open, desk }) => {
  const { agent, user, staff, customerName, sessionId } = await chatting(open);
  const ticket = await ticketOf(desk, user, 'The bell again');
  await chooseInMenu(agent, 'Merge…');
  const dialog = agent.getByRole('dialog', { name: 'Merge another conversation into this chat' });
  await dialog.getByRole('radio', { name: /The bell again/ }).click();
  await dialog.getByRole('button', { name: 'Merge' }).click();
  const merged = agent.getByRole('region', { name: 'Merged: The bell again' });
  await expect(merged.getByText(staff.name)).toBeVisible();
  await merged.getByText('Its text', { exact: true }).click();
  await expect(merged.getByText('About this: The bell again')).toBeVisible();
  await expectNoBarriers(agent, 'chat with a merged ticket');

  // What the customer adds to the ticket is said in the chat.
  await new Rest(desk, user).post(`/tickets/${ticket.id}/responses`, { response: 'Any news?' });
  await expect(agentLog(agent, customerName).getByText('Any news?')).toBeVisible();

  const colleague = await open(`/console/tickets/${ticket.id}`, { as: someone('agent') });
  await expect(colleague.getByText('This ticket was merged into another')).toBeVisible();
  await expect(reply(colleague, customerName)).toHaveCount(0);
  await colleague.getByRole('link', { name: 'Open the other' }).click();
  await expect(colleague).toHaveURL(new RegExp(`/console/inbox/\\w+/${sessionId}\\?as=chat$`));

  await merged.getByRole('button', { name: 'Undo' }).click();
  await expect(merged).toHaveCount(0);
  await agent.goto(`${desk.url}/console/tickets/${ticket.id}`);
  await expect(reply(agent, customerName)).toBeVisible();
  await expect(agent.getByText('This ticket was merged into another')).toHaveCount(0);
});

test('two tickets are merged and taken apart on the ticket’s page', async ({ open, desk }) => {
  const { agent, user, ticket } = await ticketing(open, desk);
  const other = await ticketOf(desk, user, 'The stand still wobbles');
  await chooseInMenu(agent, 'Merge…');
  const dialog = agent.getByRole('dialog', { name: 'Merge another conversation into this ticket' });
  await dialog.getByRole('radio', { name: /The stand still wobbles/ }).click();
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect(
    agent.getByRole('region', { name: 'Merged: The stand still wobbles' }),
  ).toBeVisible();
  await expectNoBarriers(agent, 'ticket with a merged one');
  await expectNoSidewaysScroll(agent, 'ticket with a merged one');

  await agent.goto(`${desk.url}/console/tickets/${other.id}`);
  await agent.getByRole('button', { name: 'Undo' }).click();
  await expect(reply(agent, user.name)).toBeVisible();
  await agent.goto(`${desk.url}/console/tickets/${ticket.id}`);
  await expect(reply(agent, user.name)).toBeVisible();
  await expect(agent.getByRole('region', { name: /^Merged/ })).toHaveCount(0);
});

test('a ticket is set aside, stands in its own list, and is brought back', async ({
  open,
  desk,
}) => {
  const title = `Aside ${Date.now()}`;
  const { agent, user } = await ticketing(open, desk, title);
  await openView(agent, 'Unassigned');
  await inboxList(agent)
    .getByRole('link', { name: new RegExp(title) })
    .click();
  await agent.getByRole('heading', { name: title, level: 1 }).press('s');
  const dialog = agent.getByRole('dialog', { name: 'Set this ticket aside' });
  await dialog.getByLabel(/^Note for later/).fill('Ask the workshop first');
  await dialog.getByRole('button', { name: /^Tomorrow morning/ }).click();
  await expect(agent.getByText(/^Set aside until .*\d/)).toBeVisible();
  await expect(saidInTicket(agent).getByText('Ask the workshop first')).toBeVisible();
  const list = inboxList(agent);
  await expect(list.getByText(title, { exact: true })).toHaveCount(0);
  await openView(agent, 'Set aside');
  await expect(list.getByText(title, { exact: true })).toBeVisible();
  await expectNoBarriers(agent, 'conversations that are set aside');
  await list.getByRole('link', { name: new RegExp(title) }).click();

  await agent.getByRole('button', { name: 'Bring back' }).click();
  await expect(agent.getByText(/^Set aside until .*\d/)).toHaveCount(0);
  await expect(list.getByText(title, { exact: true })).toHaveCount(0);

  // Once more; this time the customer's answer brings it back.
  await chooseInMenu(agent, 'Set aside until…');
  await dialog.getByRole('button', { name: /^In an hour/ }).click();
  await expect(agent.getByText(/^Set aside until .*\d/)).toBeVisible();
  const customer = await open('/tickets', { as: user });
  await customer.getByRole('link', { name: new RegExp(title) }).click();
  await customer.getByRole('textbox', { name: 'Your reply' }).fill('It fell over');
  await customer.getByRole('button', { name: /^Send/ }).click();
  await expect(saidInTicket(agent).getByText('It fell over')).toBeVisible();
  await expect(agent.getByText(/^Set aside until .*\d/)).toHaveCount(0);
});

test('a ticket goes on as a chat, and is a ticket still', async ({ open, desk }) => {
  const { agent, user, staff, ticket } = await ticketing(open, desk);
  const customer = await open('/chat', { as: user });
  await agent.getByRole('button', { name: 'Open as chat' }).click();
  await agent
    .getByRole('dialog', { name: 'Go on as a chat?' })
    .getByRole('button', { name: 'Open as chat' })
    .click();
  await expect(agent).toHaveURL(new RegExp(`/console/inbox/\\w+/${ticket.id}\\?as=chat$`));
  await say(agentField(agent, user.name), 'Let us talk here');
  await expect(customerLog(customer).getByText('Let us talk here')).toBeVisible();
  await expect(customer.getByText(staff.name).first()).toBeVisible();
  await say(customerField(customer), 'Gladly');
  await expect(agentLog(agent, user.name).getByText('Gladly')).toBeVisible();
  await agent.getByRole('link', { name: `Ticket #${ticket.number}` }).click();
  await expect(saidInTicket(agent).getByText('Gladly')).toBeVisible();
});

test('a macro answers a ticket: filled in, and its actions shown before they are done', async ({
  open,
  desk,
}) => {
  const { agent, user } = await ticketing(open, desk);
  const key = `t${Date.now()}`;
  const staff = new Rest(desk, someone('agent'));
  await staff.post('/macros', {
    title: `Greeting ${key}`,
    shortcut: `${key}-hello`,
    content: 'Hello {{customer.name}}, one moment',
  });
  await staff.post('/macros', {
    title: `Done ${key}`,
    shortcut: `${key}-done`,
    content: 'That should do it.',
    actions: { addTags: ['stand'], status: 'resolved', note: 'Sent the manual', closeChat: false },
  });

  const field = agent.locator('[data-composer] textarea');
  await field.fill(`/${key}-h`);
  await expect(agent.getByRole('option')).toHaveCount(1);
  await field.press('Enter');
  await expect(field).toHaveValue(`Hello ${user.name}, one moment`);
  await field.press('Control+Enter');
  await sendNow(agent);
  await expect(saidInTicket(agent).getByText(`Hello ${user.name}, one moment`)).toBeVisible();

  await field.fill(`/${key}-d`);
  await expect(agent.getByRole('option')).toHaveCount(1);
  await field.press('Enter');
  const dialog = agent.getByRole('dialog', { name: `Done ${key}` });
  await expect(dialog.getByText('Sets the ticket to “Resolved”')).toBeVisible();
  await expectNoBarriers(agent, 'a macro in a ticket');
  await expect(saidInTicket(agent).getByText('That should do it.')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Send and apply' }).click();
  await expect(saidInTicket(agent).getByText('That should do it.')).toBeVisible();
  await expect(saidInTicket(agent).getByText('Sent the manual')).toBeVisible();
  await expect(agent.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await expect(agent.getByText('stand', { exact: true })).toBeVisible();
});

test('the same reply twice is two replies', async ({ open, desk }) => {
  const { agent, user } = await ticketing(open, desk);
  for (const count of [1, 2]) {
    await reply(agent, user.name).fill('Thanks');
    await reply(agent, user.name).press('Control+Enter');
    await sendNow(agent);
    await expect(saidInTicket(agent).getByText('Thanks', { exact: true })).toHaveCount(count);
  }
});

test('a conversation is downloaded, as text and as JSON', async ({ open }) => {
  const { agent, customerName, sessionId } = await chatting(open);
  await agent.getByRole('radio', { name: 'Internal note' }).click();
  await say(agent.getByRole('textbox', { name: /^Internal note/ }), 'She called before');
  await expect(agentLog(agent, customerName).getByText('She called before')).toBeVisible();

  const taken = async (entry: string) => {
    const [download] = await Promise.all([
      agent.waitForEvent('download'),
      chooseInMenu(agent, entry),
    ]);
    return {
      name: download.suggestedFilename(),
      text: await readFile(await download.path(), 'utf8'),
    };
  };
  const text = await taken('Download as text');
  expect(text.name).toMatch(new RegExp(`^chat-.*${sessionId}\\.txt$`));
  expect(text.text).toContain(QUESTION);
  expect(text.text).toContain('She called before');
  const json = await taken('Download as JSON');
  expect(json.name).toMatch(/\.json$/);
  const { conversation, messages } = JSON.parse(json.text);
  expect(conversation.id).toBe(sessionId);
  expect(messages.map(({ content }: { content: string }) => content)).toContain(QUESTION);
});
