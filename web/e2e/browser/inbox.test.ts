// The console's inbox: views and filters, one's own views, many conversations changed at once and
// taken back, and all of it by keyboard.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, type Open, test } from '../harness/browser';
import { inboxList, openView } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

/** Three tickets under a tag of their own, and an agent who looks at them alone. */
async function filtered(open: Open, desk: Server) {
  const [user, staff] = [someone('user'), someone('agent')];
  const tag = `t${Date.now()}`;
  const customer = new Rest(desk, user);
  const rest = new Rest(desk, staff);
  const tickets: { id: string }[] = [];
  for (const subject of ['First bell', 'Second bell', 'Third bell']) {
    const ticket = await customer.post('/tickets', { subject, description: 'It does not ring' });
    await rest.patch(`/tickets/${ticket.id}`, { tags: [tag] });
    tickets.push(ticket);
  }
  const agent = await open(`/console/inbox/all?tag=${tag}`, { as: staff });
  await expect(inboxList(agent).getByRole('listitem')).toHaveCount(3);
  return { agent, rest, tag, tickets, user, staff };
}

test('filters become a view that is shared, renamed and deleted', async ({ open, desk }) => {
  const { agent, tag } = await filtered(open, desk);
  await agent.getByRole('button', { name: 'Save as a view…' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Save as a view' });
  await dialog.getByLabel('Name').fill(`Bells ${tag}`);
  await dialog.getByRole('checkbox', { name: /^Share it/ }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(agent.getByRole('heading', { level: 1, name: `Bells ${tag}` })).toBeVisible();
  await expect(inboxList(agent).getByRole('listitem')).toHaveCount(3);

  const colleague = await open('/console', { as: someone('agent') });
  await openView(colleague, `Bells ${tag}`);
  await expect(inboxList(colleague).getByRole('listitem')).toHaveCount(3);
  await colleague.getByRole('button', { name: /^More to do with the view/ }).click();
  await colleague.getByRole('menuitem', { name: 'Delete…' }).click();
  await colleague.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(colleague.getByRole('heading', { level: 1, name: 'Mine' })).toBeVisible();
});

test('by keyboard: conversations are selected, changed together and taken back; one is resolved, then the next', async ({
  open,
  desk,
}) => {
  const { agent, rest, tickets, staff } = await filtered(open, desk);
  const list = inboxList(agent);
  const statuses = () =>
    Promise.all(tickets.map(async ({ id }) => (await rest.get(`/tickets/${id}`)).status));

  await agent.keyboard.press('?');
  await expect(agent.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(
    'Resolve, and go on to the next',
  );
  await agent.keyboard.press('Escape');

  await list.getByRole('link').first().focus();
  await agent.keyboard.press('Control+a');
  await expect(agent.getByRole('region', { name: '3 selected conversations' })).toBeVisible();
  await expectNoBarriers(agent, 'selected conversations');
  await expectNoSidewaysScroll(agent, 'selected conversations');
  await agent.keyboard.press('e');
  await expect(list.getByRole('listitem')).toHaveCount(0);
  expect(await statuses()).toEqual(['resolved', 'resolved', 'resolved']);
  await agent.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(3);
  expect(await statuses()).toEqual(['open', 'open', 'open']);

  await list.getByRole('link').first().focus();
  await agent.keyboard.press('a');
  await expect(agent.getByRole('dialog')).toHaveCount(0);
  await agent.keyboard.press('x');
  await agent.keyboard.press('a');
  const assign = agent.getByRole('dialog', { name: 'Assign 1 conversation' });
  await assign.getByRole('combobox', { name: 'To whom' }).fill(staff.name);
  await expect(assign.getByRole('option').first()).toContainText('(you)');
  await agent.keyboard.press('Enter');
  await expect
    .poll(async () => (await rest.get('/inbox?assignee=me')).length, { timeout: 10_000 })
    .toBe(1);

  await list.getByRole('link', { name: /Third bell/ }).press('Enter');
  await expect(agent.getByRole('heading', { level: 1, name: 'Third bell' })).toBeVisible();
  await agent.getByRole('heading', { level: 1, name: 'Third bell' }).press('e');
  await expect(
    agent.getByRole('heading', { level: 1, name: /^(First|Second) bell$/ }),
  ).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(2);
});

test('the command bar does what the keys do, and leads to views and settings', async ({
  open,
  desk,
}) => {
  const { agent, rest, tickets } = await filtered(open, desk);
  await inboxList(agent)
    .getByRole('link', { name: /First bell/ })
    .click();
  await expect(agent.getByRole('heading', { level: 1, name: 'First bell' })).toBeVisible();
  const bar = agent.getByRole('dialog', { name: 'Search' });
  const field = agent.getByRole('combobox', { name: 'Search everything' });
  const does = bar.getByRole('group', { name: 'Do' });

  await agent.keyboard.press('Control+k');
  await field.fill('change prio');
  await does.getByRole('option', { name: /^Change the priority/ }).click();
  const priority = agent.getByRole('dialog', { name: 'Priority of this conversation' });
  await priority.getByRole('combobox', { name: 'Priority' }).fill('urg');
  await expect(priority.getByRole('option')).toHaveCount(1);
  await agent.keyboard.press('Enter');
  await expect(priority).toHaveCount(0);
  await expect
    .poll(async () => (await rest.get(`/tickets/${tickets[0]?.id}`)).priority)
    .toBe('urgent');

  await agent.keyboard.press('Control+k');
  await field.fill('hours');
  await expectNoBarriers(agent, 'the command bar');
  await does.getByRole('option', { name: 'Settings: Business hours' }).click();
  await expect(agent).toHaveURL(/\/console\/settings\/hours$/);

  await agent.keyboard.press('Control+k');
  await field.fill('go snoo');
  await expect(does).toHaveCount(0);
  await field.fill('go set aside');
  await does.getByRole('option', { name: /^Go to Set aside/ }).click();
  await expect(agent).toHaveURL(/\/console\/inbox\/snoozed$/);
});
