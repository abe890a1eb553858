import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { violations } from '../test/axe';
import { setUpPage } from '../test/page';
import { ContactForm, TicketList } from '.';

const page = setUpPage();

const found = (answered: boolean) =>
  page.server.rest.set('GET /search', {
    status: 200,
    body: {
      success: true,
      query: 'q',
      answered,
      data: { faq: [{ id: 'a1', slug: 'squeak', question: 'Why do brakes squeak?' }], tickets: [] },
      page: { next: null },
    },
  });
const ticket = {
  id: 't7',
  number: 7,
  subject: 'Brakes squeak',
  status: 'open',
  updatedAt: '2026-01-05T10:00:00Z',
};
const fill = async () => {
  await userEvent.type(screen.getByLabelText('Subject'), 'Brakes squeak');
  await userEvent.type(screen.getByLabelText('What happened?'), 'Since yesterday');
};

it('offers an article that the desk is confident of, which saves the ticket', async () => {
  found(true);
  page.server.rest.set('POST /faq/a1/feedback', { status: 200, body: { success: true, data: {} } });
  const onSolved = vi.fn();
  render(<ContactForm onSolved={onSolved} />, { wrapper: page.wrapper });
  await userEvent.type(screen.getByLabelText('Subject'), 'Brakes squeak');
  const link = await screen.findByRole('link', { name: 'Why do brakes squeak?' });
  expect(link.getAttribute('href')).toBe(`${page.server.url}/help/squeak`);
  expect(await violations()).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: /^That answers it/ }));
  expect(onSolved).toHaveBeenCalled();
  expect(document.activeElement?.textContent).toBe('Good to hear. Your question was not sent.');
  expect(page.server.requests.some((one) => one.startsWith('POST /tickets'))).toBe(false);
});

it('keeps articles to itself that the desk is not confident of', async () => {
  found(false);
  render(<ContactForm />, { wrapper: page.wrapper });
  await userEvent.type(screen.getByLabelText('Subject'), 'Brakes squeak');
  await waitFor(() => expect(page.server.requests.join()).toContain('GET /search?q=Brakes'));
  await waitFor(() => expect(screen.queryByRole('link')).toBeNull());
});

it('says beside each field what is missing, and takes the focus there', async () => {
  render(<ContactForm />, { wrapper: page.wrapper });
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  const subject = screen.getByLabelText('Subject');
  expect(subject.getAttribute('aria-invalid')).toBe('true');
  const problem = document.getElementById(subject.getAttribute('aria-describedby') ?? '');
  expect(problem?.textContent).toBe('Say in a few words what it is about.');
  await waitFor(() => expect(document.activeElement).toBe(subject));
  expect(await violations()).toEqual([]);
});

it('sends, stands in the list of tickets at once, and says the number', async () => {
  found(false);
  page.server.rest.set('GET /tickets', {
    status: 200,
    body: { success: true, data: [], page: { next: null } },
  });
  page.server.rest.set('POST /tickets', { status: 201, body: { success: true, data: ticket } });
  render(
    <>
      <ContactForm />
      <TicketList />
    </>,
    { wrapper: page.wrapper },
  );
  await screen.findByText('You have no tickets yet.');
  await fill();
  let release = () => {};
  page.server.answersHeld = new Promise((resolve) => {
    release = resolve;
  });
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  await screen.findByText('Being sent …');
  release();
  await screen.findByText('Ticket #7 is with us. We will let you know when we answer.');
  await screen.findByText('#7');
  expect(screen.queryByText('Being sent …')).toBeNull();
});

it('sends again under the same key after a lost answer, and keeps what was written', async () => {
  found(false);
  page.server.rest.set('POST /tickets', { status: 503, body: { detail: 'Not just now.' } });
  render(<ContactForm />, { wrapper: page.wrapper });
  await fill();
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Not just now.');
  expect((screen.getByLabelText('Subject') as HTMLInputElement).value).toBe('Brakes squeak');
  page.server.rest.set('POST /tickets', { status: 201, body: { success: true, data: ticket } });
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  await screen.findByText(/^Ticket #7 is with us/);
});
