// Live chat between a customer's browser and an agent's, over the real sockets.
import type { Page } from '@playwright/test';
import { expect, type Open, test, type Visit } from '../harness/browser';
import { Line } from '../harness/line';
import {
  acceptChat,
  agentField,
  agentLog,
  customerField,
  customerLog,
  say,
  startChat,
  UNSENT,
} from '../harness/pages';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { DEFAULT, Wire } from '../harness/wire';

interface Pair {
  customer: Page;
  agent: Page;
  customerName: string;
  agentName: string;
}

/** A chat that has been accepted, as both sides see it. */
async function chatting(open: Open, visit: Visit = {}): Promise<Pair> {
  const [user, staff] = [someone('user'), someone('agent')];
  const customer = await open('/chat', { ...visit, as: user });
  const agent = await open('/console/chats', { ...visit, as: staff });
  await startChat(customer, 'My bell does not ring');
  await acceptChat(agent, user.name);
  await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
  return { customer, agent, customerName: user.name, agentName: staff.name };
}

test('connect to chat signed in', async ({ open }) => {
  const customer = await open('/chat', { as: someone() });
  await startChat(customer, 'Hello, is anybody there?');
  await expect(customer.getByText(/You are next|You are number \d+ in the queue/)).toBeVisible();
});

test('send a message', async ({ open }) => {
  const { customer, agent, customerName } = await chatting(open);
  await say(customerField(customer), 'It only clicks');
  await expect(agentLog(agent, customerName).getByText('It only clicks')).toBeVisible();
  await expect(customerLog(customer).getByText('It only clicks')).toHaveCount(1);
  await expect(customerLog(customer).getByText(UNSENT)).toHaveCount(0);
  await expect(customerLog(customer).getByText('Seen')).toBeVisible();
});

test('receive an agent’s reply', async ({ open }) => {
  const { customer, agent, customerName } = await chatting(open);
  await say(agentField(agent, customerName), 'Turn the clapper by a quarter');
  const reply = customerLog(customer).getByText('Turn the clapper by a quarter');
  await expect(reply).toBeVisible();
  await expect(reply).toHaveCount(1);
});

test('see typing', async ({ open }) => {
  const { customer, agent, customerName, agentName } = await chatting(open);
  await agentField(agent, customerName).pressSequentially('Let me');
  await expect(customer.getByText(`${agentName} is typing`)).toBeVisible();
  await agentField(agent, customerName).fill('');
  await expect(customer.getByText(`${agentName} is typing`)).toHaveCount(0);
  await customerField(customer).pressSequentially('Well');
  await expect(agent.getByText(`${customerName} is typing`)).toBeVisible();
  await customerField(customer).fill('');
  await expect(agent.getByText(`${customerName} is typing`)).toHaveCount(0);
});

test('a file sent in the chat reaches the agent', async ({ open }) => {
  const { customer, agent, customerName } = await chatting(open);
  const chooser = customer.waitForEvent('filechooser');
  await customer.getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles({
    name: 'sound.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('click, click'),
  });
  await expect(customer.getByText('1 file attached')).toBeAttached();
  await say(customerField(customer), 'This is how it sounds');
  await expect(
    agentLog(agent, customerName).getByRole('link', { name: /sound\.txt/ }),
  ).toBeVisible();
});

test('disconnect and reconnect: without a network', async ({ open }) => {
  const { customer, agent, customerName } = await chatting(open);
  await customer.context().setOffline(true);
  await say(customerField(customer), 'Written in a tunnel');
  await say(agentField(agent, customerName), 'Written above the ground');
  await expect(customerLog(customer).getByText(UNSENT)).toBeVisible();
  await customer.context().setOffline(false);
  await expect(customerLog(customer).getByText('Written above the ground')).toHaveCount(1);
  await expect(agentLog(agent, customerName).getByText('Written in a tunnel')).toHaveCount(1);
  await expect(customerLog(customer).getByText(UNSENT)).toHaveCount(0);
  await expect(customerLog(customer).getByText('Written in a tunnel')).toHaveCount(1);
  // What is stored is what was shown: a reload changes nothing.
  await customer.reload();
  await expect(customerLog(customer).getByRole('article')).toHaveCount(3);
  await expect(customerLog(customer).getByText('Written in a tunnel')).toHaveCount(1);
});

test('disconnect and reconnect: the customer’s line is cut', async ({ open }) => {
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
    line.cut();
    await expect(customer.getByText('The connection is lost')).toBeVisible();
    await say(customerField(customer), 'Written in a tunnel');
    await say(agentField(agent, user.name), 'Written above the ground');
    await expect(agentLog(agent, user.name).getByText(UNSENT)).toHaveCount(0);
    await expect(customerLog(customer).getByText(UNSENT)).toBeVisible();
    line.mend();
    await expect(customer.getByText('The connection is lost')).toHaveCount(0);
    await expect(customerLog(customer).getByText(UNSENT)).toHaveCount(0);
    const messages = [/My bell does not ring/, /Written above the ground/, /Written in a tunnel/];
    const logs = [customerLog(customer), agentLog(agent, user.name)];
    for (const log of logs) await expect(log.getByRole('article')).toHaveText(messages);
    await Promise.all([customer.reload(), agent.reload()]);
    for (const log of logs) await expect(log.getByRole('article')).toHaveText(messages);
  } finally {
    await server.dispose();
    await line.close();
  }
});

test('disconnect and reconnect: the server crashes and comes back', async ({ open }) => {
  const server = await Server.start();
  try {
    const { customer, agent, customerName } = await chatting(open, { at: server });
    await say(customerField(customer), 'Before the crash');
    await expect(agentLog(agent, customerName).getByText('Before the crash')).toBeVisible();
    await server.kill();
    await expect(customer.getByText('The connection is lost')).toBeVisible();
    await expect(agent.getByText('You are offline.')).toBeVisible();
    await say(customerField(customer), 'During the crash');
    await expect(customerLog(customer).getByText(UNSENT)).toBeVisible();
    await server.run();
    await expect(customer.getByText('The connection is lost')).toHaveCount(0);
    await expect(customerLog(customer).getByText(UNSENT)).toHaveCount(0);
    await expect(agentLog(agent, customerName).getByText('During the crash')).toHaveCount(1);
    await say(agentField(agent, customerName), 'After the crash');
    await expect(customerLog(customer).getByText('After the crash')).toHaveCount(1);
    const messages = [
      /My bell does not ring/,
      /Before the crash/,
      /During the crash/,
      /After the crash/,
    ];
    const logs = [customerLog(customer), agentLog(agent, customerName)];
    for (const log of logs) await expect(log.getByRole('article')).toHaveText(messages);
    // What is stored is what was shown: a reload changes nothing.
    await Promise.all([customer.reload(), agent.reload()]);
    for (const log of logs) await expect(log.getByRole('article')).toHaveText(messages);
  } finally {
    await server.dispose();
  }
});

test('without a token the chat fails', async ({ open, desk }) => {
  const stranger = await open('/chat');
  await expect(stranger.getByText('Sign in to chat with us.')).toBeVisible();
  await expect(stranger.getByRole('button', { name: 'Start the chat' })).toHaveCount(0);
  const wire = Wire.open(desk, '/chat/user', DEFAULT);
  expect(await wire.payload('connect_error')).toMatch(/token/i);
  wire.close();
});

test('both sides are told when the chat ends', async ({ open }) => {
  const { customer, agent, customerName } = await chatting(open);
  await agent.getByRole('button', { name: `Close the chat with ${customerName}` }).click();
  await agent.getByRole('dialog').getByRole('button', { name: 'Close chat' }).click();
  await expect(agent.getByText('This chat is closed')).toBeVisible();
  await expect(customer.getByText('This chat has ended.')).toBeVisible();
});
