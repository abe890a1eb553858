// The customer's conversations: tickets and chats in one list.
import { expectNoViolations } from '../harness/access';
import { expect, test } from '../harness/browser';
import { chattingByWire } from '../harness/chat';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';

const PATH = '/conversations';

test('whoever has not written yet begins here, with articles before a person', async ({ open }) => {
  const page = await open(PATH, { as: someone() });
  await expect(page.getByText('You have no conversations yet')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'New conversation' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Write to us' })).toBeVisible();
  await page.getByLabel('Subject').fill('How do I reset my password?');
  await expect(page.getByRole('region', { name: 'Articles that may help' })).toBeVisible();
  await expectNoViolations(page, 'articles before a ticket');
});

test('a ticket and a chat stand in one list, with what is new, until it is read', async ({
  open,
  desk,
}) => {
  const { customer, user, agent, agentName, sessionId } = await chattingByWire(open, desk);
  const rest = new Rest(desk, user);
  const ticket = await rest.post('/tickets', {
    subject: 'A puncture kit is missing',
    description: 'The box was empty.',
  });
  await customer.goto(`${desk.url}${PATH}`);
  const rows = customer.getByRole('list', { name: 'My conversations' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  const chat = rows.filter({ hasText: 'Chatting now' });
  const written = rows.filter({ hasText: 'A puncture kit is missing' });
  await expect(chat).toContainText(agentName);
  await expect(written).toContainText('Open');
  await expect(written).not.toContainText('new');

  const staff = new Rest(desk, someone('agent'));
  await staff.post(`/tickets/${ticket.id}/responses`, { response: 'One is on its way.' });
  await expect(written).toContainText('1 new');
  await expect(written).toContainText('One is on its way.');
  await expect(rows.first()).toContainText('A puncture kit is missing');
  await expectNoViolations(customer, 'a list with something new');
  await written.getByRole('link').click();
  await expect(customer.getByRole('log').getByText('One is on its way.')).toBeVisible();
  await customer.getByRole('main').getByRole('link', { name: 'My conversations' }).click();
  await expect(written).toBeVisible();
  await expect(written).not.toContainText('1 new');

  await agent.ok('close-session', { sessionId });
  await customer.getByText('Closed', { exact: true }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Ended');
  await rows.first().getByRole('link').click();
  await expect(customer).toHaveURL(new RegExp(`/chat/${sessionId}$`));
  agent.close();
});

test('finds what was said, and says where else to look', async ({ open, desk }) => {
  const user = someone();
  const rest = new Rest(desk, user);
  await rest.post('/tickets', { subject: 'The lamp flickers', description: 'Only uphill.' });
  await rest.post('/tickets', { subject: 'A loose saddle', description: 'It creaks.' });
  const page = await open(PATH, { as: user });
  const list = page.getByRole('list', { name: 'My conversations' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  const field = page.getByRole('searchbox', { name: 'Search my conversations' });
  await field.fill('creaks');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list).toContainText('A loose saddle');
  await expect(page).toHaveURL(/\?q=creaks$/);
  await field.fill('xylophonist');
  await expect(page.getByText('Nothing found for “xylophonist”')).toBeVisible();
  await expectNoViolations(page, 'nothing found');
  await field.fill('');
  await expect(list.getByRole('listitem')).toHaveCount(2);
});

test('links to the list of tickets of before lead to it', async ({ open, desk }) => {
  const page = await open('/tickets', { as: someone() });
  await expect(page).toHaveURL(`${desk.url}${PATH}`);
  await expect(page.getByRole('heading', { level: 1, name: 'My conversations' })).toBeVisible();
});
