// What agents do around a chat, together: who looks and writes, notes, macros, handing on, setting
// aside, tickets.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, type Open, test } from '../harness/browser';
import { type Both, chatting, chooseInMenu, QUESTION } from '../harness/chat';
import { agentField, agentLog, customerLog, inboxList, openView, say } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

/** A colleague who looks at the chat as well. */
async function colleagueOf(open: Open, { sessionId, customerName }: Both) {
  const person = someone('agent');
  const page = await open(`/console/chats/${sessionId}`, { as: person });
  await expect(agentLog(page, customerName).getByText(QUESTION)).toBeVisible();
  return { page, person };
}

const macroOf = (desk: Server, macro: object) =>
  new Rest(desk, someone('agent')).post('/macros', macro);

test('two agents see each other look and write, and read each other’s notes', async ({ open }) => {
  const desk = await chatting(open);
  const { agent, customer, customerName } = desk;
  const { page: colleague, person } = await colleagueOf(open, desk);

  const looks = `${person.name} is looking at this too`;
  await expect(agent.getByText(looks)).toHaveCount(1);

  await colleague.getByRole('button', { name: 'Add an internal note' }).click();
  const field = colleague.getByRole('textbox', { name: /^Internal note/ });
  await expect(field).toBeFocused();
  await field.pressSequentially('She called before');
  await expect(agent.getByText(`${person.name} is writing here`)).toBeVisible();
  await field.press('Enter');

  const note = agentLog(agent, customerName).getByRole('article').filter({ hasText: 'She called' });
  await expect(note.getByText('Internal note')).toBeVisible();
  await expect(agent.getByText(`${person.name} is writing here`)).toHaveCount(0);

  // The customer gets what is said, and nothing of the note.
  await say(agentField(agent, customerName), 'Turn the clapper');
  await expect(customerLog(customer).getByText('Turn the clapper')).toBeVisible();
  await expect(customer.getByText('She called before')).toHaveCount(0);
  await expect(agentLog(agent, customerName).getByText('Seen')).toBeVisible();

  await colleague.close();
  await expect(agent.getByText(looks)).toHaveCount(0);
});

test('a note of one’s own is not sent to the customer, and a reply keeps its draft', async ({
  open,
}) => {
  const { agent, customer, customerName } = await chatting(open);
  await agentField(agent, customerName).fill('Half a reply');
  await agent.getByRole('radio', { name: 'Internal note' }).click();
  await expect(agent.getByText('Only colleagues see this')).toBeVisible();
  const field = agent.getByRole('textbox', { name: /^Internal note/ });
  await expect(field).toHaveValue('');
  await say(field, 'Ask the workshop');
  await expect(agentLog(agent, customerName).getByText('Ask the workshop')).toBeVisible();
  await agent.getByRole('radio', { name: 'Reply' }).click();
  await expect(agentField(agent, customerName)).toHaveValue('Half a reply');
  await expect(customer.getByText('Ask the workshop')).toHaveCount(0);
});

test('a slash looks up macros: words are inserted, actions are shown before they are done', async ({
  open,
  desk: server,
}) => {
  const { agent, customer, customerName } = await chatting(open);
  const key = `m${Date.now()}`;
  await macroOf(server, {
    title: `Greeting ${key}`,
    shortcut: `${key}-hello`,
    content: 'Hello {{customer.name}}, one moment',
  });
  await macroOf(server, {
    title: `Farewell ${key}`,
    shortcut: `${key}-bye`,
    content: 'Have a good ride!',
    actions: { addTags: [], status: null, note: 'Said farewell', closeChat: true },
  });

  const field = agent.locator('[data-composer] textarea');
  await field.fill(`/${key}`);
  const options = agent.getByRole('option');
  await expect(options).toHaveCount(2);
  await expect(field).toHaveRole('combobox');
  await expectNoBarriers(agent, 'macros');
  await field.pressSequentially('-h');
  await expect(options).toHaveCount(1);
  await field.press('Enter');
  await expect(field).toHaveValue(`Hello ${customerName}, one moment`);
  await expect(customerLog(customer).getByText('one moment')).toHaveCount(0);
  await field.press('Enter');
  await expect(customerLog(customer).getByText('one moment')).toBeVisible();

  await field.fill(`/${key}-bye`);
  await field.press('Enter');
  const dialog = agent.getByRole('dialog', { name: `Farewell ${key}` });
  await expect(dialog.getByText('Closes the chat')).toBeVisible();
  await expect(dialog.getByText('Adds the internal note “Said farewell”')).toBeVisible();
  await expect(customerLog(customer).getByText('Have a good ride!')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Send and apply' }).click();
  await expect(customerLog(customer).getByText('Have a good ride!')).toBeVisible();
  await expect(agent.getByText(/This chat is closed/)).toBeVisible();
  await expect(agentLog(agent, customerName).getByText('Said farewell')).toBeVisible();
});

test('a look-up that finds nothing is not sent to the customer', async ({ open }) => {
  const { agent, customer } = await chatting(open);
  const field = agent.locator('[data-composer] textarea');
  await field.fill('/xylophonist');
  await field.press('Enter');
  await expect(field).toHaveValue('/xylophonist');
  await field.press('Escape');
  await expect(field).toBeFocused();
  await field.press('Enter');
  await expect(customerLog(customer).getByText('/xylophonist')).toBeVisible();
});

test('a chat is handed on to a colleague, with a note', async ({ open }) => {
  const desk = await chatting(open);
  const { agent, customer, customerName } = desk;
  const { page: colleague, person } = await colleagueOf(open, desk);
  await agent.getByRole('button', { name: 'Hand on to a colleague' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Hand this chat on' });
  await expect(dialog.getByRole('radio').first()).toBeVisible();
  const find = dialog.getByRole('textbox', { name: /^Find/ });
  if (await find.isVisible()) await find.fill(person.name);
  await dialog.getByRole('radio', { name: new RegExp(`${person.name}\\b`) }).click();
  await dialog.getByLabel(/^Note for the next agent/).fill('She needs a new clapper');
  await dialog.getByRole('button', { name: 'Hand on' }).click();
  await expect(colleague.getByText('She needs a new clapper')).toBeVisible();
  await say(agentField(colleague, customerName), 'I take over');
  await expect(customerLog(customer).getByText('I take over')).toBeVisible();

  await colleague.getByText('Why here?').click();
  await expect(colleague.getByText('Handed on', { exact: true })).toBeVisible();
});

test('a chat is set aside, and the customer’s next message brings it back', async ({ open }) => {
  const { agent, customer, customerName } = await chatting(open);
  await chooseInMenu(agent, 'Set aside until…');
  const dialog = agent.getByRole('dialog', { name: 'Set this chat aside' });
  await dialog.getByRole('button', { name: /^In an hour/ }).click();
  await expect(agent.getByText(/^Set aside until/)).toBeVisible();
  await openView(agent, 'Set aside');
  await inboxList(agent)
    .getByRole('link', { name: new RegExp(`${customerName}\\b`) })
    .click();
  await expect(agent.getByText(/^Set aside until/)).toBeVisible();
  await say(customer.getByRole('textbox', { name: /^Message/ }), 'Are you there?');
  await expect(agentLog(agent, customerName).getByText('Are you there?')).toBeVisible();
  await expect(agent.getByText(/^Set aside until/)).toHaveCount(0);
});

test('a chat becomes a ticket of the same conversation, each leading to the other', async ({
  open,
}) => {
  const { agent } = await chatting(open);
  await chooseInMenu(agent, 'Make a ticket…');
  const dialog = agent.getByRole('dialog', { name: 'Make this chat a ticket' });
  await dialog.getByLabel('Subject').fill('A bell that does not ring');
  await dialog.getByRole('button', { name: 'Make a ticket' }).click();
  await agent.getByRole('link', { name: /^Ticket #\d+/ }).click();
  await expect(agent.getByRole('heading', { name: 'A bell that does not ring' })).toBeVisible();
  await agent.getByRole('link', { name: 'Open the chat' }).click();
  await expect(agent.getByRole('link', { name: /^Ticket #\d+/ })).toBeVisible();
});

test('a customer is marked as VIP, blocked with a reason, and let in again', async ({ open }) => {
  const { agent, customer, customerName } = await chatting(open);
  await chooseInMenu(agent, 'Mark as VIP');
  await expect(agent.getByText('VIP', { exact: true }).first()).toBeVisible();
  await chooseInMenu(agent, 'Block…');
  const dialog = agent.getByRole('dialog', { name: `Block ${customerName}?` });
  await dialog.getByRole('button', { name: 'Block' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Reason').fill('Threats');
  await dialog.getByRole('button', { name: 'Block' }).click();
  await expect(agent.getByText(/This chat is closed/)).toBeVisible();
  await expect(agent.getByText(/Threats/)).toBeVisible();
  await chooseInMenu(agent, 'Unblock');
  await expect(agent.getByText(/Threats/)).toHaveCount(0);
  await expect(customer.locator('h1').first()).toBeVisible();
});

test('the chat view keeps nobody out', async ({ open }) => {
  const desk = await chatting(open);
  const { agent } = desk;
  await colleagueOf(open, desk);
  await agent.getByRole('radio', { name: 'Internal note' }).click();
  await expectNoBarriers(agent, 'chat with a colleague and a note');
  for (const [entry, title] of [
    ['Set aside until…', 'Set this chat aside'],
    ['Merge…', 'Merge another conversation into this chat'],
    ['Make a ticket…', 'Make this chat a ticket'],
  ] as const) {
    await chooseInMenu(agent, entry);
    await expect(agent.getByRole('dialog', { name: title })).toBeVisible();
    await expectNoBarriers(agent, title);
    await agent.keyboard.press('Escape');
  }
  await expectNoSidewaysScroll(agent, 'chat on a narrow screen');
});
