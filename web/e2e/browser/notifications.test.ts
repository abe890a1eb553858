// Notifications: the bell in a customer's browser, while an agent works on their tickets.
import type { Page } from '@playwright/test';
import { expect, type Open, test } from '../harness/browser';
import { expectUnread, listening, lookAway, openBell } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';
import type { Claims } from '../harness/tokens';

interface Customer {
  page: Page;
  claims: Claims;
  ticketId: string;
  /** What an agent does meanwhile. */
  agent: Rest;
}

/** A customer with one ticket, who looks at the help centre. */
async function customerWithTicket(
  open: Open,
  desk: Server,
  permissions?: string[],
): Promise<Customer> {
  const claims = someone();
  const ticketId = await ticketOf(claims, desk, 'The stand wobbles');
  const page = await open('/', { as: claims, permissions });
  await listening(page);
  await expectUnread(page, 0);
  return { page, claims, ticketId, agent: new Rest(desk, someone('agent')) };
}

async function ticketOf(claims: Claims, desk: Server, subject: string): Promise<string> {
  const description = 'It does so on every ground.';
  return (await new Rest(desk, claims).post('/tickets', { subject, description })).id;
}

const respond = ({ agent, ticketId }: Customer, response: string) =>
  agent.post(`/tickets/${ticketId}/responses`, { response });

test('receive a notification for a ticket update', async ({ open, desk }) => {
  const customer = await customerWithTicket(open, desk);
  await customer.agent.patch(`/tickets/${customer.ticketId}`, { status: 'in-progress' });
  await expect(customer.page.getByText(/^New notification: /)).toBeAttached();
  const panel = await openBell(customer.page);
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  await expect(panel.getByRole('listitem')).toContainText('The stand wobbles');
});

test('the unread count rises', async ({ open, desk }) => {
  const customer = await customerWithTicket(open, desk);
  for (const count of [1, 2, 3]) {
    await respond(customer, `Try number ${count}`);
    await expectUnread(customer.page, count);
  }
});

test('click the bell', async ({ open, desk }) => {
  const customer = await customerWithTicket(open, desk);
  await respond(customer, 'Tighten the bolt');
  await expectUnread(customer.page, 1);
  const panel = await openBell(customer.page);
  await expect(panel.getByRole('button', { name: /Unread: .*Tighten the bolt/ })).toBeVisible();
  await customer.page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  // Looking at the list alone marks nothing.
  await expectUnread(customer.page, 1);
});

test('mark one as read', async ({ open, desk }) => {
  const customer = await customerWithTicket(open, desk);
  const another = await ticketOf(customer.claims, desk, 'The mirror is loose');
  const otherTab = await customer.page.context().newPage();
  await otherTab.goto(desk.url);
  await listening(otherTab);
  await respond(customer, 'Tighten the bolt');
  await customer.agent.post(`/tickets/${another}/responses`, { response: 'Use a 10 mm key' });
  await expectUnread(otherTab, 2);
  const panel = await openBell(customer.page);
  await panel.getByRole('button', { name: /Unread: .*Tighten the bolt/ }).click();
  await expect(customer.page).toHaveURL(`${desk.url}/tickets/${customer.ticketId}`);
  await expectUnread(customer.page, 1);
  await expectUnread(otherTab, 1);
  const otherPanel = await openBell(otherTab);
  await expect(otherPanel.getByRole('button', { name: /Unread: / })).toHaveText(/10 mm key/);
});

test('mark all as read', async ({ open, desk }) => {
  const customer = await customerWithTicket(open, desk);
  const otherTab = await customer.page.context().newPage();
  await otherTab.goto(desk.url);
  await listening(otherTab);
  await respond(customer, 'Tighten the bolt');
  await respond(customer, 'Oil the spring');
  await expectUnread(otherTab, 2);
  const panel = await openBell(customer.page);
  await panel.getByRole('button', { name: 'Mark all as read' }).click();
  await expectUnread(customer.page, 0);
  await expectUnread(otherTab, 0);
  await expect(panel.getByText('Unread:')).toHaveCount(0);
  await customer.page.reload();
  await expectUnread(customer.page, 0);
});

test('what came while nobody was there is found later', async ({ open, desk }) => {
  const customer = await customerWithTicket(open, desk);
  await customer.page.close();
  await respond(customer, 'Tighten the bolt');
  const page = await open('/', { as: customer.claims });
  await expectUnread(page, 1);
});

test('browser notification', async ({ open, desk }) => {
  const customer = await customerWithTicket(open, desk, ['notifications']);
  const { page } = customer;
  const shown = await recordBrowserNotifications(page);
  await respond(customer, 'Seen on the page itself');
  await expectUnread(page, 1);
  await lookAway(page);
  await respond(customer, 'Seen by the system alone');
  await expectUnread(page, 2);
  // The tabs agree on who shows it after they have counted it, so it may come a moment later. That
  // it stands alone shows that the first was not shown.
  await expect
    .poll(shown.contents)
    .toEqual([
      { title: expect.stringContaining('answered ticket #'), body: 'Seen by the system alone' },
    ]);
  await shown.clickLast();
  await expect(page).toHaveURL(`${desk.url}/tickets/${customer.ticketId}`);
});

/** Keeps a list of the browser's own notifications that the page shows from now on. */
async function recordBrowserNotifications(page: Page) {
  const shown = await page.evaluateHandle(() => {
    const list: Notification[] = [];
    window.Notification = new Proxy(Notification, {
      construct(target, [title, options]) {
        const notification = new target(title, options);
        list.push(notification);
        return notification;
      },
    });
    return list;
  });
  return {
    contents: () => shown.evaluate((list) => list.map(({ title, body }) => ({ title, body }))),
    clickLast: () => shown.evaluate((list) => list.at(-1)?.dispatchEvent(new Event('click'))),
  };
}
