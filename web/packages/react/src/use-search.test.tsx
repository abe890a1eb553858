import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useSearch } from '.';

const page = setUpPage();

const found = (ids: string[], more: object = {}) => ({
  status: 200,
  body: {
    success: true,
    data: { faq: ids.map((id) => ({ id })), tickets: [] },
    query: 'refund',
    page: { next: null },
    facets: null,
    didYouMean: null,
    answered: true,
    searchId: 'search-1',
    ...more,
  },
});

const asked = () => page.server.requests.filter((request) => request.startsWith('GET /search'));
const ids = (search: ReturnType<typeof useSearch>) => search.answer?.faq.map(({ id }) => id);

function search(q: string) {
  return renderHook((props) => useSearch({ type: 'faq', ...props }), {
    wrapper: page.wrapper,
    initialProps: { q },
  });
}

it('finds, and says how the server understood it', async () => {
  page.server.rest.set('GET /search', found(['a'], { didYouMean: 'refunds', answered: false }));
  const { result } = search(' refund ');
  expect(result.current).toMatchObject({ answer: null, loading: true });
  await waitFor(() => expect(ids(result.current)).toEqual(['a']));
  expect(result.current.answer).toMatchObject({ didYouMean: 'refunds', answered: false });
  expect(asked()[0]).toContain('type=faq&q=refund&');
});

it('asks nothing for a single letter', () => {
  const { result } = search('r');
  expect(result.current).toMatchObject({ answer: null, loading: false });
  expect(asked()).toEqual([]);
});

it('shows the answer before while the next one loads, and tells that it is not the one', async () => {
  page.server.rest.set('GET /search', found(['a']));
  const { result, rerender } = search('refund');
  await waitFor(() => expect(result.current.loading).toBe(false));
  page.server.rest.set('GET /search', found(['b']));
  rerender({ q: 'refunds' });
  expect(ids(result.current)).toEqual(['a']);
  expect(result.current.loading).toBe(true);
  await waitFor(() => expect(ids(result.current)).toEqual(['b']));
});

it('puts the next page behind the first, and shows both when one comes back', async () => {
  page.server.rest.set('GET /search', found(['a'], { page: { next: 'more' } }));
  const first = search('refund');
  await waitFor(() => expect(first.result.current.hasMore).toBe(true));
  page.server.rest.set('GET /search', found(['b']));
  act(() => first.result.current.loadMore());
  await waitFor(() => expect(ids(first.result.current)).toEqual(['a', 'b']));
  expect(asked()[1]).toContain('cursor=more');
  expect(first.result.current.hasMore).toBe(false);
  first.unmount();
  const again = search('refund');
  expect(ids(again.result.current)).toEqual(['a', 'b']);
});

it('tells of a result that was opened, by its place', async () => {
  page.server.rest.set('GET /search', found(['a', 'b']));
  page.server.rest.set('POST /search/click', { status: 200, body: { success: true, data: null } });
  const { result } = search('refund');
  await waitFor(() => expect(result.current.answer).not.toBeNull());
  result.current.opened('faq', 'b');
  result.current.opened('faq', 'of no such result');
  await waitFor(() =>
    expect(page.server.bodies).toEqual([{ searchId: 'search-1', type: 'faq', id: 'b', rank: 2 }]),
  );
});

it('says what went wrong, and tries again', async () => {
  page.server.rest.set('GET /search', { status: 503, body: { detail: 'Not now.' } });
  const { result } = search('refund');
  await waitFor(() => expect(result.current.error?.message).toBe('Not now.'));
  page.server.rest.set('GET /search', found(['a']));
  act(() => result.current.retry());
  await waitFor(() => expect(ids(result.current)).toEqual(['a']));
  expect(result.current.error).toBeNull();
});
