// A chat of a customer's browser with an agent whose every move the test makes itself.
import type { Page } from '@playwright/test';
import { expect, type Open } from './browser';
import { startChat } from './pages';
import { accept, someone } from './people';
import type { Server } from './server';
import { Wire } from './wire';

export interface Cast {
  customer: Page;
  agent: Wire;
  agentName: string;
  sessionId: string;
}

export async function chattingByWire(open: Open, desk: Server): Promise<Cast> {
  const [user, staff] = [someone('user'), someone('agent')];
  const agent = await Wire.as(desk, '/chat/agent', staff);
  await agent.next('waiting-sessions');
  const customer = await open('/chat', { as: user });
  await startChat(customer, 'My bell does not ring');
  // Not `new-session`: chats that other tests have left behind may take up the agent's offers.
  const session = await agent.payload('session-queued', ({ userId }) => userId === user.sub);
  await accept(agent, session.id);
  await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
  return { customer, agent, agentName: staff.name, sessionId: session.id };
}
