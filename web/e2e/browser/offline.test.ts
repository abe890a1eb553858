// Writing goes on without a line, and what is unsent outlives the page.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, type Open, test } from '../harness/browser';
import { Line } from '../harness/line';
import { kept } from '../harness/outbox';
import {
  acceptChat,
  agentField,
  agentLog,
  customerField,
  customerLog,
  say,
  startChat,
} from '../harness/pages';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { type Claims, token } from '../harness/tokens';
import { Wire } from '../harness/wire';

/** Runs a test with a customer whose line can be cut, in a chat that an agent has accepted. */
async function withLine(
  open: Open,
  run: (cast: { customer: Page; agent: Page; line: Line; name: string }) => Promise<void>,
): Promise<void> {
  const line = await Line.open();
  const server = await Server.start({ CORS_ORIGINS: line.url });
  line.leadTo(server);
  try {
    const [user, staff] = [someone('user'), someone('agent')];
    const customer = await open('/chat', { as: user, at: line });
    const agent = await open('/console/chats', { as: staff, at: server });
    await startChat(customer, 'My bell does not ring');
    await acceptChat(agent, user.name);
    await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
    await run({ customer, agent, line, name: user.name });
  } finally {
    await server.dispose();
    await line.close();
  }
}

/** The page goes, and is opened again (by somebody else, perhaps) when there is a line. */
async function reopened(page: Page, line: Line, as?: Claims): Promise<Page> {
  const context = page.context();
  const url = `${page.url().replace(/#.*/, '')}${as ? `#token=${token(as)}` : ''}`;
  await page.close();
  line.mend();
  const next = await context.newPage();
  await next.goto(url);
  return next;
}

const EXPECTED = [/My bell does not ring/, /one/, /two/, /three/, /from above/];

test('what was written in a tunnel survives the page, and arrives once and in order', async ({
  open,
}) => {
  await withLine(open, async ({ customer, agent, line, name }) => {
    line.cut();
    await expect(customer.getByText('The connection is lost')).toBeVisible();
    for (const text of ['one', 'two', 'three']) await say(customerField(customer), text);
    await expect(customerLog(customer).getByRole('article')).toHaveCount(4);
    await kept(customer, 3);
    const again = await reopened(customer, line);
    await expect(agentLog(agent, name).getByText('three')).toHaveCount(1);
    await say(agentField(agent, name), 'from above');
    for (const log of [customerLog(again), agentLog(agent, name)]) {
      await expect(log.getByRole('article')).toHaveText(EXPECTED);
    }
    await kept(again, 0);
  });
});

test('a tab that is offline for the browser writes on, and sends when it is back', async ({
  open,
}) => {
  await withLine(open, async ({ customer, agent, name }) => {
    await customer.context().setOffline(true);
    for (const text of ['one', 'two', 'three']) await say(customerField(customer), text);
    await kept(customer, 3);
    await customer.context().setOffline(false);
    await expect(agentLog(agent, name).getByText('three')).toHaveCount(1);
    await say(agentField(agent, name), 'from above');
    for (const log of [customerLog(customer), agentLog(agent, name)]) {
      await expect(log.getByRole('article')).toHaveText(EXPECTED);
    }
  });
});

test('another person in the same browser neither sees nor sends it', async ({ open }) => {
  await withLine(open, async ({ customer, agent, line, name }) => {
    line.cut();
    await expect(customer.getByText('The connection is lost')).toBeVisible();
    await say(customerField(customer), 'A secret');
    await kept(customer, 1);
    const other = someone('user');
    const page = await reopened(customer, line, other);
    await startChat(page, 'Good morning');
    await expect(customerLog(page).getByText('A secret')).toHaveCount(0);
    await expect(customerLog(page).getByText('Sending…')).toHaveCount(0);
    await expect(agentLog(agent, name).getByText('A secret')).toHaveCount(0);
    await kept(page, 1);
  });
});

test('what a chat’s end has kept from being sent is shown after a reload, and sent in a new chat', async ({
  open,
}) => {
  await withLine(open, async ({ customer, agent, line, name }) => {
    line.cut();
    await expect(customer.getByText('The connection is lost')).toBeVisible();
    await say(customerField(customer), 'One more thing');
    await kept(customer, 1);
    await agent.getByRole('button', { name: /^Close the chat/ }).click();
    await agent.getByRole('button', { name: 'Close chat' }).click();
    await expect(agent.getByText(/This chat is closed/)).toBeVisible();
    line.mend();
    await expect(customer.getByRole('region', { name: 'After the chat' })).toBeVisible();
    await expect(customer.getByRole('button', { name: /Try again|Retry/ })).toBeVisible();
    await customer.reload();
    const unsent = customer.getByRole('region', { name: 'Not sent' });
    await expect(unsent.getByText('One more thing')).toBeVisible();
    await expectNoBarriers(customer, 'a message that was not sent');
    await expectNoSidewaysScroll(customer, 'a message that was not sent');
    await unsent.getByRole('button', { name: 'Send in a new chat' }).click();
    await expect(customerLog(customer).getByText('One more thing')).toBeVisible();
    await expect(unsent).toHaveCount(0);
    await acceptChat(agent, name);
    await expect(agentLog(agent, name).getByText('One more thing')).toBeVisible();
    await kept(customer, 0);
  });
});

test('what an agent wrote while the chat was handed back is told as not sent, and goes when it is theirs again', async ({
  open,
}) => {
  const line = await Line.open();
  const server = await Server.start({ CORS_ORIGINS: line.url });
  line.leadTo(server);
  try {
    const [user, staff] = [someone('user'), someone('agent')];
    const customer = await open('/chat', { as: user, at: server });
    const agent = await open('/console/chats', { as: staff, at: line });
    await startChat(customer, 'My bell does not ring');
    await acceptChat(agent, user.name);
    await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
    const sessionId = new URL(agent.url()).pathname.split('/').at(-1);
    line.cut();
    await expect(agent.getByText(/You are offline/)).toBeVisible();
    await say(agentField(agent, user.name), 'Turn the clapper');
    await kept(agent, 1);
    // Meanwhile the same agent hands the chat back from another device, and is away there.
    const device = await Wire.as(server, '/chat/agent', staff);
    await device.ok('set-status', { status: 'away' });
    await device.ok('transfer-session', { sessionId });
    device.close();
    line.mend();

    const notSent = agent.getByRole('region', { name: 'Not sent' });
    await expect(notSent).toContainText(`1 message to ${user.name} was not sent`);
    await expectNoBarriers(agent, 'a message of an agent’s that was not sent');
    await expectNoSidewaysScroll(agent, 'a message of an agent’s that was not sent');
    await notSent.getByRole('link', { name: user.name }).click();
    await agent.getByRole('button', { name: 'Accept', exact: true }).click();
    await agentLog(agent, user.name)
      .getByRole('button', { name: /Try again/ })
      .click();
    await expect(customerLog(customer).getByText('Turn the clapper')).toBeVisible();
    await expect(notSent).toHaveCount(0);
    await kept(agent, 0);
  } finally {
    await server.dispose();
    await line.close();
  }
});
