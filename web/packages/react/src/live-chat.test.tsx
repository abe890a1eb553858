import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { violations } from '../test/axe';
import { setUpPage } from '../test/page';
import { LiveChat } from '.';

const page = setUpPage();

const availability = (data: object) =>
  page.server.rest.set('GET /chat/availability', { status: 200, body: { success: true, data } });
beforeEach(() => availability({ open: true }));

const log = () => screen.getByRole('log', { name: 'Messages' });

it('begins a chat with the first message, and goes on with the agent', async () => {
  render(<LiveChat />, { wrapper: page.wrapper });
  await within(log()).findByText('Hello! What can we do for you?');
  const field = screen.getByRole('textbox', { name: 'Your message' });
  await userEvent.type(field, 'My brakes squeak{Enter}');
  await within(log()).findByText('My brakes squeak');
  expect((field as HTMLTextAreaElement).value).toBe('');
  await screen.findByText('You are number 1 in the queue.');

  page.server.accept();
  await screen.findByRole('heading', { name: 'Chat with Ann' });
  page.server.say('agent', 'How can I help?');
  await within(log()).findByText('How can I help?');
  expect(await violations()).toEqual([]);
  page.server.tellUser(page.server.session, 'agent-typing', true, {
    sessionId: page.server.session.id,
  });
  await screen.findByText('Ann is writing …');

  await userEvent.click(screen.getByRole('button', { name: 'End the chat' }));
  await screen.findByText('This chat has ended.');
  await userEvent.click(screen.getByRole('button', { name: 'Start another chat' }));
  await within(log()).findByText('Hello! What can we do for you?');
});

it('makes a new line with Shift, and sends nothing empty', async () => {
  render(<LiveChat />, { wrapper: page.wrapper });
  const field = screen.getByRole('textbox', { name: 'Your message' }) as HTMLTextAreaElement;
  await userEvent.type(field, '  {Enter}');
  expect(screen.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('true');
  await userEvent.clear(field);
  await userEvent.type(field, 'one{Shift>}{Enter}{/Shift}two');
  expect(field.value).toBe('one\ntwo');
  expect(log().textContent).not.toContain('one');
});

it('takes a message while nobody is there, which becomes a ticket', async () => {
  availability({ open: false, opensAt: null });
  page.server.rest.set('POST /chat/offline-message', {
    status: 201,
    body: { success: true, data: { number: 12, ticketId: 't12' } },
  });
  render(<LiveChat />, { wrapper: page.wrapper });
  await screen.findByText(/^Nobody is here just now/);
  await userEvent.type(screen.getByRole('textbox'), 'Call me{Enter}');
  await screen.findByText('Thank you. Your message is ticket #12; we will write to you.');
  await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
  expect(await violations()).toEqual([]);
});
