// Agents among themselves: handing on to a team, and who is away without having said so.
import { expect, type Open, test } from '../harness/browser';
import { chatting } from '../harness/chat';
import { acceptChat, agentField, agentLog, customerLog, say } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

/** A desk of the test's own. */
async function withDesk(env: Record<string, string>, run: (desk: Server) => Promise<void>) {
  const desk = await Server.start(env);
  try {
    await run(desk);
  } finally {
    await desk.dispose();
  }
}

const consoleOf = (open: Open, desk: Server, person: ReturnType<typeof someone>) =>
  open('/console/chats', { as: person, at: desk });

test('a chat is handed on to a team, whose member is offered it with the note', async ({
  open,
}) => {
  await withDesk({}, async (desk) => {
    const member = someone('agent');
    const workshop = await consoleOf(open, desk, member);
    await expect(workshop.getByRole('button', { name: 'Your status: Available' })).toBeVisible();
    await new Rest(desk, someone('admin')).post('/teams', {
      name: 'Workshop',
      members: [member.sub],
    });
    const { agent, customer, customerName } = await chatting(open, desk);
    await agent.getByRole('button', { name: 'Hand on to a colleague' }).click();
    const dialog = agent.getByRole('dialog', { name: 'Hand this chat on' });
    await dialog.getByRole('radio', { name: /^Workshop/ }).click();
    await dialog.getByLabel(/^Note for the next agent/).fill('The hub is worn out');
    await dialog.getByRole('button', { name: 'Hand on' }).click();
    await expect(agent).toHaveURL(/\/console\/inbox\/mine$/);

    await acceptChat(workshop, customerName);
    await expect(workshop.getByText('The hub is worn out')).toBeVisible();
    await expect(agentLog(workshop, customerName).getByText('My bell does not ring')).toBeVisible();
    await say(agentField(workshop, customerName), 'The workshop here');
    await expect(customerLog(customer).getByText('The workshop here')).toBeVisible();
    await workshop.getByText('Why here?').click();
    await expect(workshop.getByText(/Workshop/).first()).toBeVisible();
  });
});

test('an agent of whom nothing is heard is away, and back with the first key', async ({ open }) => {
  await withDesk({ AGENT_AWAY_SECONDS: '3' }, async (desk) => {
    const agent = await consoleOf(open, desk, someone('agent'));
    const away = agent.getByRole('button', { name: 'Your status: Away, automatically' });
    await expect(away).toContainText('Away (auto)');
    const back = agent.getByRole('button', { name: 'Your status: Available' });
    await agent.keyboard.press('Shift');
    await expect(back).toBeVisible();
    await expect(away).toBeVisible();
  });
});
