import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { violations } from '../test/axe';
import { setUpPage } from '../test/page';
import { FaqSearch, MessagesProvider } from '.';

const page = setUpPage();

const suggest = (data: object) =>
  page.server.rest.set('GET /search/suggest', {
    status: 200,
    body: {
      success: true,
      data: { articles: [], completions: [], didYouMean: null, filters: [], ...data },
    },
  });
const REFUND = {
  id: 'a1',
  slug: 'refund',
  title: 'Refunds',
  highlight: '<mark>Refunds</mark> &amp; more',
};

it('offers articles as one types, and opens one by the keys alone', async () => {
  suggest({ articles: [REFUND], completions: ['refund time'] });
  const onOpen = vi.fn();
  render(<FaqSearch onOpen={onOpen} />, { wrapper: page.wrapper });
  const field = screen.getByRole('combobox', { name: 'Search the help centre' });
  await userEvent.type(field, 'refund');
  const option = await screen.findByRole('option', { name: 'Refunds & more' });
  expect(option.querySelector('mark')?.textContent).toBe('Refunds');
  expect(screen.getByRole('status').textContent).toContain('2 suggestions');
  expect(await violations()).toEqual([]);

  await userEvent.keyboard('{ArrowDown}');
  expect(field.getAttribute('aria-activedescendant')).toBe(option.id);
  await userEvent.keyboard('{Enter}');
  expect(onOpen).toHaveBeenCalledWith(REFUND);
  expect(field.getAttribute('aria-expanded')).toBe('false');
});

it('says that nothing fits, and that the desk does not answer', async () => {
  suggest({});
  render(<FaqSearch />, { wrapper: page.wrapper });
  const field = screen.getByRole('combobox');
  await userEvent.type(field, 'xyzzy');
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('No article fits'));
  page.server.rest.set('GET /search/suggest', { status: 503, body: { detail: 'Not just now.' } });
  await userEvent.type(field, 'x');
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('does not answer'));
});

it('goes on with a completion, or hands it to the page', async () => {
  suggest({ completions: ['refund time'] });
  const onSearch = vi.fn();
  render(<FaqSearch onSearch={onSearch} />, { wrapper: page.wrapper });
  await userEvent.type(screen.getByRole('combobox'), 'refund');
  await userEvent.click(await screen.findByRole('option', { name: 'refund time' }));
  expect(onSearch).toHaveBeenCalledWith('refund time');
  await userEvent.keyboard('{Enter}');
  expect(onSearch).toHaveBeenCalledTimes(2);
});

it('says what a page wants it to say, and carries its classes', () => {
  render(
    <MessagesProvider messages={{ search: { label: 'Hilfe durchsuchen', placeholder: 'Suchen' } }}>
      <FaqSearch messages={{ placeholder: 'Worum geht es?' }} classNames={{ field: 'mine' }} />
    </MessagesProvider>,
    { wrapper: page.wrapper },
  );
  const field = screen.getByRole('combobox', { name: 'Hilfe durchsuchen' });
  expect(field.getAttribute('placeholder')).toBe('Worum geht es?');
  expect(field.className).toBe('frontdesk-search-field mine');
});
