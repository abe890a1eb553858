// How far a customer's messages have come, and whether their agent is there.
import { expect, test } from '../harness/browser';
import { chattingByWire } from '../harness/chat';
import { customerField, customerLog, say } from '../harness/pages';

test('one’s messages are sent, delivered and seen, told once below the last', async ({
  open,
  desk,
}) => {
  const { customer, agent, sessionId } = await chattingByWire(open, desk);
  const log = customerLog(customer);
  const state = (word: string) => log.getByText(word, { exact: true });
  await say(customerField(customer), 'It only clicks');
  const second = await agent.payload('chat-message', ({ content }) => content === 'It only clicks');
  await expect(state('Sent')).toHaveCount(1);
  await agent.ok('delivered', { sessionId, seq: second.seq });
  await expect(state('Delivered')).toHaveCount(1);
  await expect(state('Sent')).toHaveCount(0);
  await agent.ok('read', { sessionId, seq: second.seq });
  await expect(state('Seen')).toHaveCount(1);
  await expect(state('Delivered')).toHaveCount(0);
  await customer.reload();
  await expect(state('Seen')).toHaveCount(1);
  await agent.ok('chat-message', { sessionId, content: 'Which bell is it?', clientId: 'q' });
  await expect(log.getByText('Which bell is it?')).toBeVisible();
  await expect(state('Seen')).toHaveCount(0);
  agent.close();
});

test('a customer hears that their agent’s line has dropped', async ({ open, desk }) => {
  const { customer, agent, agentName } = await chattingByWire(open, desk);
  agent.close();
  await expect(customer.getByText(`${agentName}’s connection dropped`)).toBeVisible();
});
