// Chats of a customer's browser: with an agent whose every move the test makes itself, or with one
// in the console.
import type { Page } from '@playwright/test';
import { expect, type Open } from './browser';
import { acceptChat, startChat } from './pages';
import { accept, someone } from './people';
import type { Server } from './server';
import { Wire } from './wire';

export const QUESTION = 'My bell does not ring';

export interface Cast {
  customer: Page;
  user: ReturnType<typeof someone>;
  agent: Wire;
  agentName: string;
  sessionId: string;
}

/** @param before what is done with the customer's page before the chat begins */
export async function chattingByWire(
  open: Open,
  desk: Server,
  before: (customer: Page) => Promise<void> = async () => {},
): Promise<Cast> {
  const [user, staff] = [someone('user'), someone('agent')];
  const agent = await Wire.as(desk, '/chat/agent', staff);
  await agent.next('waiting-sessions');
  const customer = await open('/chat', { as: user });
  await before(customer);
  await startChat(customer, QUESTION);
  // Not `new-session`: chats that other tests have left behind may take up the agent's offers.
  const session = await agent.payload('session-queued', ({ userId }) => userId === user.sub);
  await accept(agent, session.id);
  await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
  return { customer, user, agent, agentName: staff.name, sessionId: session.id };
}

export interface Both {
  customer: Page;
  /** Holds the chat. */
  agent: Page;
  user: ReturnType<typeof someone>;
  customerName: string;
  staff: ReturnType<typeof someone>;
  sessionId: string;
}

/** A chat between two pages; at the shared desk unless another is given. */
export async function chatting(open: Open, at?: Server): Promise<Both> {
  const [user, staff] = [someone('user'), someone('agent')];
  const customer = await open('/chat', { as: user, at });
  const agent = await open('/console/chats', { as: staff, at });
  await startChat(customer, QUESTION);
  await acceptChat(agent, user.name);
  await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
  const sessionId = new URL(agent.url()).pathname.split('/').at(-1) ?? '';
  return { customer, agent, user, customerName: user.name, staff, sessionId };
}

/** In the console: chooses from the menu of an open chat or ticket. */
export async function chooseInMenu(agent: Page, entry: string | RegExp): Promise<void> {
  await agent.getByRole('button', { name: /^More to do with this/ }).click();
  await agent.getByRole('menuitem', { name: entry }).click();
}
