// Steps that several browser tests take, in the words of what is on the screen.
import { expect, type Locator, type Page } from '@playwright/test';

/** The bell; its name tells how many notifications are unread. */
export const bell = (page: Page): Locator => page.getByRole('button', { name: /^Notifications/ });

export async function expectUnread(page: Page, count: number): Promise<void> {
  const name = count === 0 ? 'Notifications' : `Notifications, ${count} unread`;
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
}

/** Notifications arrive from now on: a page fetches those of before once its socket is connected. */
export async function listening(page: Page): Promise<void> {
  const hasFetched = () =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/notifications?'));
  await expect.poll(() => page.evaluate(hasFetched)).toBe(true);
}

/** Headless Chromium never takes a page out of sight, so the page is told that it is. */
export async function lookAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

/** Opens the list behind the bell. */
export async function openBell(page: Page): Promise<Locator> {
  await bell(page).click();
  const panel = page.getByRole('dialog', { name: 'Notifications' });
  await expect(panel).toBeVisible();
  return panel;
}

/** On the chat page: begins a chat. */
export async function startChat(customer: Page, message: string): Promise<void> {
  await customer.getByLabel('Your message').fill(message);
  await customer.getByRole('button', { name: 'Start the chat' }).click();
  await expect(customerLog(customer).getByText(message)).toBeVisible();
}

/** In the console: accepts the chat of a customer. */
export async function acceptChat(agent: Page, customerName: string): Promise<void> {
  await agent
    .getByRole('button', { name: `Accept the chat of ${customerName}`, exact: true })
    .click();
  await expect(agentLog(agent, customerName)).toBeVisible();
  await expect(agentField(agent, customerName)).toBeVisible();
}

export const customerLog = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });

export const agentLog = (page: Page, customerName: string): Locator =>
  page.getByRole('log', { name: `Chat with ${customerName}`, exact: true });

/** Where the customer writes: it is named after the agent once there is one. */
export const customerField = (page: Page): Locator =>
  page.getByRole('textbox', { name: /^Message/ });

/** Below what has not arrived at the desk. */
export const UNSENT = /Sending…|Waiting to be sent/;

export const agentField = (page: Page, customerName: string): Locator =>
  page.getByRole('textbox', { name: `Message to ${customerName}`, exact: true });

export async function say(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}

/** Chooses an option of one of the app's select fields. */
export async function choose(
  place: Page | Locator,
  field: string,
  option: string | RegExp,
): Promise<void> {
  const box = place.getByRole('combobox', { name: field, exact: true });
  await box.click();
  const chosen = box.page().getByRole('option', { name: option });
  await chosen.click();
  // While the list is open, the rest of the page is out of reach.
  await expect(chosen).toHaveCount(0);
}

/** In the console's inbox, where the views stand in a menu: goes to one of them. */
export async function openView(agent: Page, name: string): Promise<void> {
  await agent.getByRole('button', { name: /^View: / }).click();
  await agent.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
  await expect(agent.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** The list of the console's inbox. */
export const inboxList = (agent: Page): Locator =>
  agent.getByRole('list', { name: 'Conversations' });
