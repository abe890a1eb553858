// After a chat: what the customer thought of it, and the transcript by mail.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { chatting, chattingByWire, QUESTION } from '../harness/chat';
import { MailServer } from '../harness/mail';
import { customerField, customerLog } from '../harness/pages';
import { Server } from '../harness/server';

test('a chat is rated once it has ended, by keyboard, and the rating can be changed', async ({
  open,
  desk,
}) => {
  const { customer, agent, agentName, sessionId } = await chattingByWire(open, desk);
  const second = await customer.context().newPage();
  await second.goto(`${desk.url}/chat`);
  await expect(customerLog(second).getByText('My bell does not ring')).toBeVisible();
  await agent.ok('close-session', { sessionId });
  const question = `How was the chat with ${agentName}?`;
  for (const tab of [customer, second]) {
    await expect(tab.getByRole('group', { name: question })).toBeVisible();
  }
  // A tab behind another is not painted.
  await customer.bringToFront();
  await expectNoBarriers(customer, 'chat that has ended');
  await expectNoSidewaysScroll(customer, 'chat that has ended');

  await customer.getByRole('radio', { name: /^Bad/ }).focus();
  for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
    await customer.keyboard.press(key);
  }
  await expect(customer.getByRole('radio', { name: /^Good/ })).toBeChecked();
  await customer.getByLabel('Anything to add? (optional)').fill('Quick and kind');
  await customer.getByRole('button', { name: 'Send the rating' }).press('Enter');
  await expect(customer.getByText(/Good \(4 of 5\)/)).toBeVisible();
  await expect(customer.getByRole('button', { name: 'Change the rating' })).toBeFocused();
  const heard = await agent.payload(
    'session-updated',
    ({ id, rating }) => id === sessionId && rating !== null,
  );
  expect(heard).toMatchObject({ rating: 4, ratingComment: 'Quick and kind' });

  await customer.goto(`${desk.url}/chat/${sessionId}`);
  await expect(customer.getByText('“Quick and kind”')).toBeVisible();
  await customer.getByRole('button', { name: 'Change the rating' }).click();
  await customer.getByRole('radio', { name: /^Very good/ }).check();
  await customer.getByRole('button', { name: 'Send the rating' }).click();
  await expect(customer.getByText(/Very good \(5 of 5\)/)).toBeVisible();
  await expectNoBarriers(customer, 'earlier chat');
  agent.close();
});

test('after a chat one goes on without the mouse: the focus is where the new form begins', async ({
  open,
  desk,
}) => {
  const { customer, agent, sessionId } = await chattingByWire(open, desk);
  await customerField(customer).focus();
  await agent.ok('close-session', { sessionId });
  await expect(customer.getByRole('region', { name: 'After the chat' })).toBeFocused();
  await customer.getByRole('button', { name: 'Start a new chat' }).press('Enter');
  await expect(customer.getByRole('heading', { level: 1 })).toBeFocused();
  agent.close();
});

test('a customer asks for the transcript, and it comes by mail', async ({ open }) => {
  const mail = await MailServer.start();
  const desk = await Server.start({ SMTP_URL: mail.url, MAIL_FROM: 'desk@example.com' });
  try {
    const { customer, agent, user } = await chatting(open, desk);
    await agent.getByRole('button', { name: /^Close the chat/ }).click();
    await agent.getByRole('button', { name: 'Close chat' }).click();
    await customer.getByRole('button', { name: 'Email me the transcript' }).click();
    await expect(customer.getByText(/The transcript is on its way to/)).toBeVisible();
    await expectNoBarriers(customer, 'transcript asked for');
    const sent = () => mail.mails.filter(({ text }) => text?.includes(QUESTION));
    await expect.poll(() => sent().length).toBe(1);
    expect(sent()[0]?.recipients).toEqual([user.email]);
  } finally {
    await desk.dispose();
    await mail.close();
  }
});
