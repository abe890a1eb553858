// Several tabs of one person: one line to the server, the same picture in all of them.
import type { Page } from '@playwright/test';
import { expect, type Open, test } from '../harness/browser';
import {
  acceptChat,
  agentField,
  agentLog,
  customerField,
  customerLog,
  listening,
  say,
  startChat,
} from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';
import { watchWebSockets } from '../harness/web-sockets';

/** Another tab beside a page, in the same browser. */
async function beside(page: Page, path = new URL(page.url()).pathname): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(new URL(path, page.url()).href);
  return tab;
}

/** A customer with two tabs in a chat that an agent has accepted. */
async function twoTabs(open: Open) {
  const [user, staff] = [someone('user'), someone('agent')];
  const first = await open('/', { as: user });
  const lines = await watchWebSockets(first.context());
  await first.goto(new URL('/chat', first.url()).href);
  const agent = await open('/console/chats', { as: staff });
  await startChat(first, 'My bell does not ring');
  await acceptChat(agent, user.name);
  await expect(first.getByText(`${staff.name} has joined.`)).toBeVisible();
  const second = await beside(first);
  await expect(customerLog(second).getByText('My bell does not ring')).toBeVisible();
  return { first, second, agent, lines, user, staff };
}

test('two tabs have one line, and show the same', async ({ open }) => {
  const { first, second, agent, lines, user, staff } = await twoTabs(open);
  await say(customerField(first), 'Said in the first');
  await expect(customerLog(second).getByText('Said in the first')).toHaveCount(1);
  await say(customerField(second), 'Said in the second');
  await expect(customerLog(first).getByText('Said in the second')).toHaveCount(1);
  await say(agentField(agent, user.name), 'Said by the agent');
  const messages = [
    /My bell does not ring/,
    /Said in the first/,
    /Said in the second/,
    /Said by the agent/,
  ];
  for (const log of [customerLog(first), customerLog(second), agentLog(agent, user.name)]) {
    await expect(log.getByRole('article')).toHaveText(messages);
  }
  await agentField(agent, user.name).pressSequentially('Let me');
  for (const tab of [first, second]) {
    await expect(tab.getByText(`${staff.name} is typing`)).toBeVisible();
  }
  await expect.poll(lines.count).toBe(1);
});

test('the tab with the line closes, and the other goes on without a gap', async ({ open }) => {
  const { first, second, agent, lines, user } = await twoTabs(open);
  // The banner must not even flash.
  await second.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      if (document.body.textContent.includes('The connection is lost')) seen.push('lost');
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await first.close();
  await say(agentField(agent, user.name), 'Are you still there?');
  await say(customerField(second), 'In the other tab');
  await expect(customerLog(second).getByText('Are you still there?')).toHaveCount(1);
  await expect(agentLog(agent, user.name).getByText('In the other tab')).toHaveCount(1);
  await expect(customerLog(second).getByText('Sending…')).toHaveCount(0);
  expect(await second.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([]);
  await expect.poll(lines.count).toBe(1);
});

test('an agent’s second tab shows the queue and the chats of the first', async ({ open }) => {
  const [user, staff] = [someone('user'), someone('agent')];
  const customer = await open('/chat', { as: user });
  await startChat(customer, 'My bell does not ring');
  const first = await open('/console/chats', { as: staff });
  await acceptChat(first, user.name);
  const second = await beside(first);
  await expect(agentLog(second, user.name).getByText('My bell does not ring')).toBeVisible();
  await say(agentField(second, user.name), 'Turn the clapper');
  await expect(agentLog(first, user.name).getByText('Turn the clapper')).toHaveCount(1);
  await expect(customerLog(customer).getByText('Turn the clapper')).toHaveCount(1);
});

/** A customer who has turned to another window, with so many tabs, and has allowed notifications. */
async function away(open: Open, desk: Server, tabs: number) {
  const claims = someone();
  const { id } = await new Rest(desk, claims).post('/tickets', {
    subject: 'The stand wobbles',
    description: 'It does so on every ground.',
  });
  const first = await open('/', { as: claims, permissions: ['notifications'] });
  const shown: string[] = [];
  const context = first.context();
  await context.exposeBinding('told', (_source, title: string) => void shown.push(title));
  await context.addInitScript(() => {
    class Told {
      static permission = 'granted';
      onclick = null;
      constructor(title: string) {
        (window as unknown as { told(title: string): void }).told(title);
      }
      close() {}
    }
    Object.assign(window, { Notification: Told });
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
  });
  await first.reload();
  const pages = [first];
  while (pages.length < tabs) pages.push(await beside(first, '/'));
  for (const page of pages) await listening(page);
  return { claims, ticketId: id as string, shown, pages, agent: new Rest(desk, someone('agent')) };
}

test('three tabs that nobody looks at show one desktop notification', async ({ open, desk }) => {
  const { agent, ticketId, shown, pages } = await away(open, desk, 3);
  for (const count of [1, 2]) {
    await agent.post(`/tickets/${ticketId}/responses`, { response: `Try number ${count}` });
    for (const page of pages) {
      const name = `Notifications, ${count} unread`;
      await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
    }
    await expect.poll(() => shown.length).toBe(count);
  }
});
