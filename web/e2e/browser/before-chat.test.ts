// Before a chat: what the desk asks, what may answer the question already, and what happens while
// nobody is there.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { chosen, drop, fileRow, paste, slowFrom } from '../harness/attach';
import { expect, type Open, searchable, test } from '../harness/browser';
import { MIB, PNG, textOf } from '../harness/content';
import { Line } from '../harness/line';
import { kept } from '../harness/outbox';
import { acceptChat, agentLog, customerLog, UNSENT } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

const FORM = {
  enabled: true,
  greeting: 'Welcome to the workshop.',
  topics: [
    { id: 'repairs', label: 'Repairs', teamId: null, skills: [] },
    { id: 'billing', label: 'Billing', teamId: null, skills: [] },
  ],
  fields: [
    { key: 'order', label: 'Order number', kind: 'text', required: true, options: [] },
    { key: 'bike', label: 'Bicycle', kind: 'select', required: false, options: ['City', 'Cargo'] },
  ],
  suggestArticles: true,
};

const BELL = chosen('bell.png', 'image/png', PNG);
const NOTES = chosen('notes.txt', 'text/plain', Buffer.from('It was oiled.'));

/** Closed for a holiday wherever the test runs; open again in three days. */
function closedHours() {
  const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000);
  const dateOf = (time: Date) => time.toISOString().slice(0, 10);
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
  return {
    timeZone: 'Asia/Tokyo',
    alwaysOpen: false,
    week: { [weekday.format(dayFrom(3)).toLowerCase()]: [{ from: '09:00', to: '17:00' }] },
    holidays: [-1, 0, 1].map((days) => ({
      date: dateOf(dayFrom(days)),
      name: 'Founders’ Day',
      hours: [],
    })),
  };
}

/** A desk of the test's own, whose admin has set something. */
async function withDesk(run: (desk: Server, admin: Rest) => Promise<void>): Promise<void> {
  const desk = await Server.start({}, ['--demo']);
  try {
    await run(desk, new Rest(desk, someone('admin')));
  } finally {
    await desk.dispose();
  }
}

/** An agent whose console is open. */
async function onDuty(open: Open, desk: Server): Promise<Page> {
  const agent = await open('/console/chats', { as: someone('agent'), at: desk });
  const rest = new Rest(desk, someone());
  await expect.poll(async () => (await rest.get('/chat/availability')).open).toBe(true);
  return agent;
}

test('the form asks for what it requires, and suggests an article meanwhile', async ({ open }) => {
  await withDesk(async (desk, admin) => {
    await admin.put('/chat/form', FORM);
    await searchable(desk);
    const agent = await onDuty(open, desk);
    const user = someone();
    const customer = await open('/chat', { as: user, at: desk });
    await expect(customer.getByText('Welcome to the workshop.')).toBeVisible();

    const question = 'How do I reset my password?';
    await customer.getByLabel('Your message').fill(question);
    const articles = customer.getByRole('region', { name: 'Articles that may help' });
    const article = articles.getByRole('button', { name: /reset my password/ });
    await expect(article).toBeVisible();
    await expectNoBarriers(customer, 'form before a chat');
    await expectNoSidewaysScroll(customer, 'form before a chat');
    await article.press('Enter');
    const dialog = customer.getByRole('dialog', { name: /reset my password/ });
    await expect(dialog.getByText('Enter the e-mail address of your account.')).toBeVisible();
    await expectNoBarriers(customer, 'article before a chat');
    await customer.keyboard.press('Escape');
    await expect(article).toBeFocused();

    await customer.getByText('Repairs', { exact: true }).click();
    await customer.getByRole('button', { name: 'Start the chat' }).click();
    const order = customer.getByLabel('Order number');
    await expect(order).toBeFocused();
    await expect(customer.getByText('Please fill this in.')).toBeVisible();
    await customer.reload();
    await expect(customer.getByLabel('Your message')).toHaveValue(question);
    await order.fill('12-34');
    await customer.getByRole('button', { name: 'Start the chat' }).click();
    await expect(customerLog(customer).getByText(question)).toBeVisible();

    await acceptChat(agent, user.name);
    await expect(agentLog(agent, user.name).getByText(question)).toBeVisible();
    const [session] = await new Rest(desk, user).get('/chat/sessions');
    expect(session.topic).toBe('Repairs');
    expect(session.answers).toEqual([{ key: 'order', label: 'Order number', value: '12-34' }]);
  });
});

test('an article that answers the question saves the chat', async ({ open }) => {
  await withDesk(async (desk) => {
    await searchable(desk);
    const customer = await open('/chat', { as: someone(), at: desk });
    await customer.getByLabel('Your message').fill('How do I reset my password?');
    await customer.getByRole('button', { name: /reset my password/ }).click();
    await customer.getByRole('button', { name: 'That answers it' }).click();
    await expect(customer.getByText('Your question was not sent.', { exact: true })).toBeVisible();
    await customer.goto(`${desk.url}/chat`);
    await expect(customer.getByLabel('Your message')).toHaveValue('');
  });
});

test('a closed desk says why and until when, and takes a message that becomes a ticket', async ({
  open,
}) => {
  await withDesk(async (desk, admin) => {
    await admin.put('/chat/hours', closedHours());
    const customer = await open('/chat', { as: someone(), at: desk });
    await expect(customer.getByText('We are closed today: Founders’ Day.')).toBeVisible();
    await expect(
      customer.getByText(/The chat opens .+ at .+ your time \(.+ in Tokyo\)/),
    ).toBeVisible();
    await expect(customer.getByRole('button', { name: /Start the chat/ })).toHaveCount(0);
    await expectNoBarriers(customer, 'closed desk');
    await expectNoSidewaysScroll(customer, 'closed desk');

    await customer.getByLabel('Your message').fill('My bell does not ring');
    await customer.getByRole('button', { name: 'Leave the message' }).click();
    await expect(customer.getByRole('heading', { name: 'Your message is with us' })).toBeVisible();
    await expect(customer.getByText(/As a rule, it is answered by/)).toBeVisible();
    await expectNoBarriers(customer, 'message left');
    await customer.getByRole('link', { name: /See ticket #\d+/ }).click();
    await expect(customer.getByText('My bell does not ring').first()).toBeVisible();
    await customer.goto(`${desk.url}/chat`);
    await expect(customer.getByLabel('Your message')).toHaveValue('');
  });
});

test('who waits while nobody is there can leave a message instead, in every tab', async ({
  open,
}) => {
  await withDesk(async (desk) => {
    const customer = await open('/chat', { as: someone(), at: desk });
    await expect(customer.getByText('Nobody is at the desk at the moment.')).toBeVisible();
    await customer.getByLabel('Your message').fill('My bell does not ring');
    await customer.getByRole('button', { name: 'Start the chat and wait' }).click();
    await expect(customerLog(customer).getByText('Sent', { exact: true })).toBeVisible();
    const second = await customer.context().newPage();
    await second.goto(`${desk.url}/chat`);
    await expect(customerLog(second).getByText('My bell does not ring')).toBeVisible();

    await customer.getByRole('button', { name: 'Leave a message instead' }).click();
    await customer.getByRole('button', { name: 'Leave the message' }).click();
    for (const tab of [customer, second]) {
      await expect(tab.getByText('Your message is with us as')).toBeVisible();
    }
    await second.getByRole('link', { name: /^ticket #\d+/ }).click();
    await expect(second.getByText('My bell does not ring').first()).toBeVisible();
  });
});

test('a blocked customer is told so', async ({ open }) => {
  await withDesk(async (desk, admin) => {
    const user = someone();
    const customer = await open('/chat', { as: user, at: desk });
    await customer.getByLabel('Your message').fill('Hello');
    await drop(customer.getByLabel('Your message'), BELL);
    await expect(customer.getByRole('status').getByText('1 file attached')).toBeAttached();
    await admin.post(`/people/${user.sub}/block`, { reason: 'Rude words' });
    await customer.getByRole('button', { name: 'Leave the message' }).click();
    await expect(customer.getByText(/You can’t write to us with this account/)).toBeVisible();
    await customer.getByRole('button', { name: 'Start the chat and wait' }).click();
    await expect(customer.getByText(/You can’t write to us with this account/)).toBeVisible();
    // Nothing of it is lost, and nothing is there twice.
    await expect(fileRow(customer, 'bell.png')).toHaveCount(1);
    await expect(customer.getByLabel('Your message')).toHaveValue('Hello');
  });
});

test('files that are attached before a chat come with its first message', async ({ open }) => {
  await withDesk(async (desk) => {
    const agent = await onDuty(open, desk);
    const user = someone();
    const customer = await open('/chat', { as: user, at: desk });
    const message = customer.getByLabel('Your message');
    await drop(message, BELL);
    await paste(message, NOTES);
    await expect(customer.getByRole('status').getByText('2 files attached')).toBeAttached();
    await expectNoBarriers(customer, 'files before a chat');
    await expectNoSidewaysScroll(customer, 'files before a chat');
    await message.fill('My bell does not ring');
    await customer.getByRole('button', { name: 'Start the chat' }).click();
    await acceptChat(agent, user.name);
    for (const log of [customerLog(customer), agentLog(agent, user.name)]) {
      const first = log.getByRole('article');
      await expect(first).toHaveCount(1);
      await expect(first).toContainText('My bell does not ring');
      await expect(first.getByRole('img', { name: 'bell.png' })).toBeVisible();
      await expect(first.getByRole('link', { name: /notes\.txt/ })).toBeVisible();
    }
    // They are of that message alone: neither the composer nor the next form has them.
    await expect(fileRow(customer, 'bell.png')).toHaveCount(0);
    await customer.getByRole('button', { name: 'End chat' }).click();
    await customer.getByRole('dialog').getByRole('button', { name: 'End chat' }).click();
    await customer.getByRole('button', { name: 'Start a new chat' }).click();
    await expect(message).toHaveValue('');
    await expect(fileRow(customer, 'bell.png')).toHaveCount(0);
  });
});

test('a chat waits for the files of its first message, unless it is told not to', async ({
  open,
}) => {
  await withDesk(async (desk) => {
    const agent = await onDuty(open, desk);
    const user = someone();
    const customer = await open('/chat', { as: user, at: desk });
    const line = await slowFrom(customer, 0);
    const message = customer.getByLabel('Your message');
    await message.fill('My bell does not ring');
    await drop(message, chosen('long.txt', 'text/plain', textOf(2 * MIB)));
    await customer.getByRole('button', { name: 'Start the chat' }).click();
    await expect(customer.getByText('Your message goes when its files are up.')).toBeVisible();
    await customer.getByRole('button', { name: 'Don’t send yet' }).click();
    await expect(customer.getByText('Your message goes when its files are up.')).toHaveCount(0);
    await customer.getByRole('button', { name: 'Start the chat' }).click();
    await expect(customer.getByText('Your message goes when its files are up.')).toBeVisible();
    await line.letGo();
    await acceptChat(agent, user.name);
    const first = agentLog(agent, user.name).getByRole('article');
    await expect(first).toContainText('My bell does not ring');
    await expect(first.getByRole('link', { name: /long\.txt/ })).toBeVisible();
  });
});

test('a chat that is begun without a line starts with its files when there is one', async ({
  open,
}) => {
  const line = await Line.open();
  const desk = await Server.start({ CORS_ORIGINS: line.url });
  line.leadTo(desk);
  try {
    const agent = await onDuty(open, desk);
    const user = someone();
    const customer = await open('/chat', { as: user, at: line });
    await customer.getByLabel('Your message').fill('My bell does not ring');
    await drop(customer.getByLabel('Your message'), NOTES);
    await expect(customer.getByRole('status').getByText('1 file attached')).toBeAttached();
    line.cut();
    await customer.getByRole('button', { name: 'Start the chat' }).click();
    const waiting = customerLog(customer).getByRole('article');
    await expect(waiting).toContainText('My bell does not ring');
    await expect(waiting.getByText(UNSENT)).toBeVisible();
    // The page goes; what was begun in it goes on.
    await kept(customer, 1);
    const { url, context } = { url: customer.url(), context: customer.context() };
    await customer.close();
    line.mend();
    const again = await context.newPage();
    await again.goto(url);
    await acceptChat(agent, user.name);
    for (const log of [customerLog(again), agentLog(agent, user.name)]) {
      await expect(log.getByRole('article')).toHaveCount(1);
      await expect(log.getByRole('link', { name: /notes\.txt/ })).toBeVisible();
    }
    await expect(customerLog(again).getByText(UNSENT)).toHaveCount(0);
  } finally {
    await desk.dispose();
    await line.close();
  }
});
