// What an agent's console shows without being asked: conversations that come and change while it
// is open, where a conversation began, and what colleagues have noted about its customer.
import { expectNoBarriers } from '../harness/access';
import { expect, test } from '../harness/browser';
import { chatting } from '../harness/chat';
import { agentField, agentLog, inboxList, say } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';

const WIDE = { width: 1440, height: 900 };

test('a colleague’s list shows what is new and what has changed by itself', async ({
  open,
  desk,
}) => {
  const [user, staff] = [someone(), someone('agent')];
  const customer = new Rest(desk, user);
  const rest = new Rest(desk, staff);
  const colleague = await open('/console/inbox/all', { as: someone('agent') });
  const subject = `The chain of ${user.sub}`;
  const line = inboxList(colleague).getByRole('link', { name: new RegExp(subject) });
  await expect(inboxList(colleague)).toBeVisible();

  const ticket = await customer.post('/tickets', { subject, description: 'It has come off.' });
  await expect(line).toBeVisible();
  await customer.post(`/tickets/${ticket.id}/responses`, { response: 'And the guard is bent.' });
  await expect(line).toContainText('And the guard is bent.');
  await rest.patch(`/tickets/${ticket.id}`, { tags: ['chains'], status: 'in-progress' });
  await expect(line).toContainText('chains');
  await rest.patch(`/tickets/${ticket.id}`, { status: 'resolved' });
  await expect(line).toHaveCount(0);
});

test('a colleague who reads a chat along sees what is said in it', async ({ open }) => {
  const { agent, customerName, sessionId } = await chatting(open);
  const colleague = await open(`/console/inbox/all/${sessionId}`, { as: someone('agent') });
  const log = agentLog(colleague, customerName);
  await expect(log).toBeVisible();
  await say(agentField(agent, customerName), 'Is it the one with the brass dome?');
  await expect(log).toContainText('Is it the one with the brass dome?');
});

test('where a conversation began stands beside it', async ({ open, desk }) => {
  const ticket = await new Rest(desk, someone()).post('/tickets', {
    subject: 'The saddle creaks',
    description: 'On every stroke.',
    context: {
      pageUrl: 'https://shop.example/saddles?size=m',
      pageTitle: 'Saddles',
      referrer: 'https://search.example/',
      language: 'de-AT',
      timeZone: 'Europe/Vienna',
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0',
    },
  });
  const agent = await open(`/console/inbox/all/${ticket.id}`, { as: someone('agent') });
  await agent.setViewportSize(WIDE);
  const details = agent.getByRole('complementary', { name: 'Properties of the ticket' });
  await expect(details.getByRole('heading', { name: 'Where it began' })).toBeVisible();
  const page = details.getByRole('link', { name: 'Saddles' });
  await expect(page).toHaveAttribute('href', 'https://shop.example/saddles?size=m');
  await expect(page).toHaveAttribute('rel', /noreferrer/);
  for (const said of [
    'https://search.example/',
    'Firefox 142 on Windows, Computer',
    'Austrian German',
    'Europe/Vienna',
  ]) {
    await expect(details).toContainText(said);
  }
});

test('a note about a customer is written, changed and deleted, and stands at all they write', async ({
  open,
  desk,
}) => {
  const [user, staff] = [someone(), someone('agent')];
  const customer = new Rest(desk, user);
  const [first, second] = await Promise.all(
    ['The rack', 'The light'].map((subject) =>
      customer.post('/tickets', { subject, description: 'It is loose.' }),
    ),
  );
  const agent = await open(`/console/inbox/all/${first.id}`, { as: staff });
  await agent.setViewportSize(WIDE);
  const notes = (page = agent) =>
    page.getByRole('region', { name: 'Notes about the customer', exact: true });
  const add = notes().getByRole('button', { name: 'Add a note about them' });
  const field = notes().getByRole('textbox', { name: 'Note about the customer' });

  await add.click();
  await expect(field).toBeFocused();
  await expectNoBarriers(agent, 'a note about a customer that is being written');
  await field.press('Escape');
  await expect(add).toBeFocused();
  await add.press('Enter');
  await field.fill('Rides to work; wants to be called before nine.');
  await notes().getByRole('button', { name: 'Save note' }).click();
  await expect(notes().getByRole('listitem')).toHaveText(/wants to be called before nine/);
  await expect(add).toBeFocused();
  await expectNoBarriers(agent, 'a note about a customer');

  const colleague = await open(`/console/inbox/all/${second.id}`, { as: someone('agent') });
  await colleague.setViewportSize(WIDE);
  await expect(notes(colleague).getByRole('listitem')).toContainText('before nine');
  await expect(notes(colleague).getByRole('button', { name: 'Change the note' })).toHaveCount(0);

  await notes().getByRole('button', { name: 'Change the note' }).click();
  await expect(field).toHaveValue('Rides to work; wants to be called before nine.');
  await field.fill('Wants no calls.');
  await notes().getByRole('button', { name: 'Save note' }).click();
  await expect(notes().getByRole('listitem')).toContainText('Wants no calls.');

  await notes().getByRole('button', { name: 'Delete the note' }).click();
  await agent
    .getByRole('dialog', { name: 'Delete this note?' })
    .getByRole('button', { name: 'Delete', exact: true })
    .click();
  await expect(notes().getByRole('listitem')).toHaveCount(0);
  await expect(add).toBeFocused();
  expect(await new Rest(desk, staff).get(`/people/${encodeURIComponent(user.sub)}/notes`)).toEqual(
    [],
  );
});
