// What an agent writes before it is sent: kept on the server, taken back in time, and not lost with
// the page.
import type { Page } from '@playwright/test';
import { expectNoBarriers } from '../harness/access';
import { expect, type Open, test } from '../harness/browser';
import { inboxList } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

const field = (agent: Page, name: string) =>
  agent.getByRole('textbox', { name: `Reply to ${name}`, exact: true });
const resting = (agent: Page) => agent.getByRole('region', { name: 'Replies about to be sent' });

/** A ticket that is open in the console of an agent, whose replies rest for this long. */
async function answering(open: Open, desk: Server, restSeconds: number) {
  const [user, staff] = [someone(), someone('agent')];
  const customer = new Rest(desk, user);
  const ticket = await customer.post('/tickets', {
    subject: `The hub of ${user.name}`,
    description: 'It grinds.',
  });
  const rest = new Rest(desk, staff);
  const agent = await open(`/console/inbox/all/${ticket.id}`, { as: staff });
  await agent.evaluate(
    (seconds) => localStorage.setItem('frontdesk.console.rest-seconds', seconds),
    String(restSeconds),
  );
  await agent.reload();
  await expect(field(agent, user.name)).toBeVisible();
  const said = async () =>
    (await rest.get(`/tickets/${ticket.id}/responses`)).map(
      ({ response }: { response: string }) => response,
    );
  const drafts = async () =>
    (await rest.get('/inbox/drafts')).map(({ content }: { content: string }) => content);
  return { agent, user, staff, ticket, rest, said, drafts };
}

test('a draft is there on another device, and gone once it was sent', async ({ open, desk }) => {
  const { agent, user, staff, ticket, said, drafts } = await answering(open, desk, 0);
  await field(agent, user.name).fill('We look into');
  await expect.poll(drafts).toEqual(['We look into']);

  const elsewhere = await open(`/console/inbox/all/${ticket.id}`, { as: staff });
  await expect(field(elsewhere, user.name)).toHaveValue('We look into');
  await expect(
    inboxList(elsewhere).getByRole('link', { name: new RegExp(ticket.subject) }),
  ).toContainText('Draft');
  await elsewhere.evaluate(() => localStorage.setItem('frontdesk.console.rest-seconds', '0'));
  await elsewhere.reload();
  await field(elsewhere, user.name).fill('We look into the hub.');
  await field(elsewhere, user.name).press('Control+Enter');
  await expect(field(elsewhere, user.name)).toHaveValue('');
  await expect.poll(drafts).toEqual([]);
  expect(await said()).toEqual(['We look into the hub.']);
});

test('a reply is taken back before it leaves, and leaves with the page', async ({ open, desk }) => {
  const { agent, user, said, drafts } = await answering(open, desk, 30);
  await field(agent, user.name).fill('Too soon');
  await field(agent, user.name).press('Control+Enter');
  await expect(resting(agent)).toContainText(`The reply to ${user.name} is sent in 30 seconds`);
  await expect(field(agent, user.name)).toHaveCount(0);
  await expect.poll(drafts).toEqual(['Too soon']);
  await expectNoBarriers(agent, 'a reply that rests');

  await agent.keyboard.press('z');
  await expect(field(agent, user.name)).toHaveValue('Too soon');
  await expect(field(agent, user.name)).toBeFocused();
  await expect(resting(agent)).toHaveCount(0);
  expect(await said()).toEqual([]);

  await field(agent, user.name).fill('In time');
  await field(agent, user.name).press('Control+Enter');
  await expect(resting(agent)).toBeVisible();
  await agent.goto(`${desk.url}/healthz`);
  await expect.poll(said).toEqual(['In time']);
  await expect.poll(drafts).toEqual([]);
});

test('by keys: a reply is sent, its ticket resolved, and the next one opened', async ({
  open,
  desk,
}) => {
  const { agent, user, ticket, rest, said } = await answering(open, desk, 30);
  await field(agent, user.name).fill('A new hub is on its way.');
  await field(agent, user.name).press('Control+Shift+Enter');
  // Others wait in the demo's inbox.
  await expect(agent.getByRole('heading', { level: 1 })).not.toHaveText(ticket.subject);
  await expect(agent).not.toHaveURL(new RegExp(ticket.id));
  expect((await rest.get(`/tickets/${ticket.id}`)).status).toBe('open');
  await resting(agent).getByRole('button', { name: 'Send now' }).click();
  await expect(resting(agent)).toHaveCount(0);
  await expect.poll(async () => (await rest.get(`/tickets/${ticket.id}`)).status).toBe('resolved');
  expect(await said()).toEqual(['A new hub is on its way.']);
});

test('how long a reply rests is chosen in the account’s menu', async ({ open, desk }) => {
  const { agent, user, said } = await answering(open, desk, 30);
  await agent.getByRole('button', { name: /^Account of/ }).click();
  await agent.getByRole('menuitem', { name: 'Undo send: 30 seconds…' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Undo send' });
  await dialog.getByRole('combobox', { name: 'It rests for' }).click();
  await agent.getByRole('option', { name: /^No time/ }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await field(agent, user.name).fill('At once');
  await field(agent, user.name).press('Control+Enter');
  await expect(agent.getByRole('region', { name: 'Replies and notes' })).toContainText('At once');
  expect(await said()).toEqual(['At once']);
});

test('a colleague who is named in a note is offered by name, and told', async ({ open, desk }) => {
  const claims = someone('agent');
  const colleague = { ...claims, name: `Inés del ${claims.sub}` };
  // Whoever signs in is known from then on.
  const theirs = new Rest(desk, colleague);
  await theirs.get('/auth/me');
  const { agent, ticket } = await answering(open, desk, 0);
  await agent.getByRole('heading', { level: 1 }).press('n');
  const note = agent.getByRole('textbox', { name: /^Internal note/ });
  await expect(note).toBeFocused();
  await note.pressSequentially(`Ask @${colleague.name.slice(0, -1)}`);
  const named = agent.getByRole('option', { name: new RegExp(`^${colleague.name}`) });
  await expect(named).toBeVisible();
  await named.click();
  await expect(note).toHaveValue(`Ask @${colleague.name} `);
  await note.pressSequentially('about it');
  await note.press('Control+Enter');
  await expect(
    agent
      .getByRole('region', { name: 'Replies and notes' })
      .getByText(`Ask @${colleague.name} about it`),
  ).toBeVisible();
  await expect
    .poll(async () => JSON.stringify(await theirs.get('/notifications')))
    .toContain(ticket.id);
});
