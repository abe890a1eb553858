// The settings: what an admin sets is what customers and agents get; and what moderation holds is
// decided about on the review page.
import type { Locator, Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { chatting, QUESTION } from '../harness/chat';
import { agentField, choose, customerField, customerLog, say } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

/** A desk of the test's own, with nothing set. */
async function withDesk(run: (desk: Server) => Promise<void>): Promise<void> {
  const desk = await Server.start();
  try {
    await run(desk);
  } finally {
    await desk.dispose();
  }
}

/** One thing of a section's list. */
const row = (page: Page, name: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name });

test('an admin makes a team and asks customers for a topic that leads to it', async ({ open }) => {
  await withDesk(async (desk) => {
    const [user, boss, colleague] = [someone(), someone('admin'), someone('agent')];
    // Who has never signed in cannot be a member.
    await new Rest(desk, colleague).get('/agents');
    const admin = await open('/console/settings/teams', { as: boss, at: desk });

    await expect(admin.getByText('No teams yet')).toBeVisible();
    await expectNoBarriers(admin, 'no teams');
    await admin.getByRole('button', { name: 'Add a team' }).click();
    const team = admin.getByRole('dialog', { name: 'Add a team' });
    await team.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(team.getByLabel('Name', { exact: true })).toBeFocused();
    await expect(team.getByText('Give it a name.')).toBeVisible();
    await team.getByLabel('Name', { exact: true }).fill('Workshop');
    await team.getByText(colleague.name, { exact: true }).click();
    await choose(team, 'Who is asked first', 'By turns');
    await expectNoBarriers(admin, 'a team');
    await expectNoSidewaysScroll(admin, 'a team');
    await team.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(row(admin, 'Workshop')).toContainText(colleague.name);

    await admin.getByRole('link', { name: /^Form before a chat/ }).click();
    await admin.getByText('Ask before a chat', { exact: true }).click();
    await admin.getByLabel('Greeting (optional)').fill('Welcome to the workshop.');
    await admin.getByRole('button', { name: 'Add a topic' }).click();
    const topic = admin.getByRole('dialog', { name: 'Add a topic' });
    await topic.getByLabel('What customers see').fill('Repairs and service');
    await expect(topic.getByLabel('Name for links and reports')).toHaveValue('repairs-and-service');
    await choose(topic, 'Who gets its chats', 'Workshop');
    await topic.getByRole('button', { name: 'Add', exact: true }).click();
    const preview = admin.getByRole('region', { name: 'Preview' });
    await expect(preview.getByText('Repairs and service')).toBeVisible();
    await expect(preview.getByText('Welcome to the workshop.')).toBeVisible();

    for (const question of ['Order number', 'Colour']) {
      await admin.getByRole('button', { name: 'Add a question' }).click();
      const dialog = admin.getByRole('dialog', { name: 'Add a question' });
      await dialog.getByLabel('Question').fill(question);
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    }
    const up = admin.getByRole('button', { name: 'Move Colour up' });
    await up.press('Enter');
    await expect(up).toBeFocused();
    await expectNoBarriers(admin, 'form');
    await expectNoSidewaysScroll(admin, 'form');
    await admin.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(admin.getByText('The form is saved', { exact: true })).toBeVisible();

    const form = await new Rest(desk, user).get('/chat/form');
    expect(form.topics).toMatchObject([{ id: 'repairs-and-service', teamId: expect.any(String) }]);
    expect(form.fields.map(({ key }: { key: string }) => key)).toEqual(['colour', 'order-number']);
    const customer = await open('/chat', { as: user, at: desk });
    await expect(customer.getByText('Welcome to the workshop.')).toBeVisible();
    await expect(customer.getByText('Repairs and service', { exact: true })).toBeVisible();

    const agent = await open('/console/settings/teams', { as: colleague, at: desk });
    await expect(agent.getByText('Only admins can change this.')).toBeVisible();
    await expect(row(agent, 'Workshop')).toBeVisible();
    await expect(agent.getByRole('button', { name: 'Change Workshop' })).toHaveCount(0);
  });
});

test('a rule is tried before it is saved, and what it holds is decided by keyboard', async ({
  open,
}) => {
  await withDesk(async (desk) => {
    const [user, boss] = [someone(), someone('admin')];
    const admin = await open('/console/settings/moderation', { as: boss, at: desk });
    await admin.getByRole('button', { name: 'Add a rule' }).click();
    const rule = admin.getByRole('dialog', { name: 'Add a rule' });
    await rule.getByLabel('Name', { exact: true }).fill('Rude words');
    await rule.getByLabel('Words', { exact: true }).fill('darn');
    await choose(rule, 'What happens then', 'Hold');
    await rule.getByLabel('A message of a customer').fill('Darn brakes');
    await rule.getByRole('button', { name: 'Try it' }).click();
    await expect(rule.getByText('It would be held until somebody approves it.')).toBeVisible();
    await expectNoBarriers(admin, 'a rule');
    await expectNoSidewaysScroll(admin, 'a rule');
    await rule.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(row(admin, 'Rude words')).toContainText('darn');
    await admin.getByLabel('A message of a customer').fill('Lovely brakes');
    await admin.getByRole('button', { name: 'Try it' }).click();
    await expect(admin.getByText('It would be delivered as it is.')).toBeVisible();

    const customer = new Rest(desk, user);
    for (const subject of ['First', 'Second']) {
      await customer.post('/tickets', { subject, description: 'These darn brakes squeak.' });
    }
    await admin.getByRole('link', { name: /^Review.*2 messages to review/ }).click();
    await admin.getByRole('link', { name: /First/ }).click();
    await expectNoBarriers(admin, 'review');
    await expectNoSidewaysScroll(admin, 'review');
    await admin.getByRole('heading', { name: user.name }).press('y');
    await expect(admin.getByText('Approved', { exact: true }).first()).toBeVisible();
    await expect
      .poll(async () =>
        (await customer.get('/tickets')).map((it: { subject: string }) => it.subject),
      )
      .toEqual(['First']);

    // A colleague decides about the other one first.
    await expect(admin.getByRole('heading', { name: 'Second' })).toBeVisible();
    await expect(admin.getByRole('link', { name: /^Review.*1 message to review/ })).toBeVisible();
    const rest = new Rest(desk, someone('agent'));
    const [second] = await rest.get('/moderation/reviews?state=pending');
    await rest.post(`/moderation/reviews/${second.id}/reject`, { reason: 'Please be kind.' });
    await expect(admin.getByRole('link', { name: 'Review', exact: true })).toBeVisible();
    await admin.getByRole('button', { name: /^Reject/ }).click();
    await expect(admin.getByText(/has rejected this already/)).toBeVisible();
    await admin.getByRole('button', { name: 'Go on' }).click();
    await expect(admin.getByText('Nothing to review')).toBeVisible();

    await admin.goto(`${desk.url}/console/settings/audit`);
    await expect(admin.getByText('Approved a message')).toBeVisible();
    await expect(admin.getByText('Rejected a message')).toBeVisible();
    await expectNoBarriers(admin, 'audit log');
    await expectNoSidewaysScroll(admin, 'audit log');
  });
});

test('a message under review is shown with what was said around it', async ({ open }) => {
  await withDesk(async (desk) => {
    await new Rest(desk, someone('admin')).post('/moderation/rules', {
      name: 'Rude words',
      kind: 'words',
      words: ['darn'],
      action: 'hold',
    });
    const { customer, agent, customerName, user } = await chatting(open, desk);
    await say(customerField(customer), 'This darn thing');
    await expect(customer.getByText('Waiting for a check')).toBeVisible();
    await say(agentField(agent, customerName), 'One moment');
    await expect(customerLog(customer).getByText('One moment')).toBeVisible();
    await agent.getByRole('link', { name: /^Review.*1 message to review/ }).click();
    await agent.getByRole('link', { name: new RegExp(`${user.name}\\b`) }).click();
    await expect(agent.getByRole('article', { name: 'Message' })).toHaveText('This darn thing');
    await expect(agent.getByRole('list', { name: 'Said before' })).toContainText(QUESTION);
    await expect(agent.getByRole('list', { name: 'Said after' })).toContainText('One moment');
    await expectNoBarriers(agent, 'a review in its context');
    await expectNoSidewaysScroll(agent, 'a review in its context');
  });
});

test('who is blocked is listed with the reason, and can be let in again', async ({ open }) => {
  await withDesk(async (desk) => {
    const [user, staff] = [someone(), someone('agent')];
    await new Rest(desk, user).get('/auth/me');
    await new Rest(desk, staff).post(`/people/${user.sub}/block`, { reason: 'Threats' });
    const agent = await open('/console/settings/blocked', { as: staff, at: desk });
    await expect(row(agent, user.name)).toContainText('Threats');
    await expectNoBarriers(agent, 'blocked people');
    await expectNoSidewaysScroll(agent, 'blocked people');
    const unblock = agent.getByRole('button', { name: `Unblock ${user.name}` });
    // On a phone it stands below the words, in their line.
    await agent.setViewportSize({ width: 360, height: 640 });
    const left = async (one: Locator) => (await one.boundingBox())?.x ?? Number.NaN;
    const name = row(agent, user.name).getByText(user.name, { exact: true });
    await expect.poll(async () => (await left(unblock)) - (await left(name))).toBe(0);
    await unblock.click();
    await expect(agent.getByText('Nobody is blocked')).toBeVisible();
    await new Rest(desk, user).post('/tickets', { subject: 'Back', description: 'Thank you.' });
  });
});
