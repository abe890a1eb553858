import { renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useFAQ } from '.';

const page = setUpPage();

const articles = (...questions: string[]) => ({
  status: 200,
  body: {
    success: true,
    data: questions.map((question) => ({ id: question, question })),
    page: { next: null },
  },
});

it('fetches by category and words', async () => {
  page.server.rest.set('GET /faq', articles('How?'));
  const { result } = renderHook(() => useFAQ('billing', 'refund'), { wrapper: page.wrapper });
  expect(result.current).toEqual({ faqs: [], loading: true, error: null });
  await waitFor(() => expect(result.current.loading).toBe(false));
  expect(result.current.faqs).toMatchObject([{ question: 'How?' }]);
  expect(page.server.requests).toEqual(['GET /faq?category=billing&search=refund&limit=100']);
});

it('asks once for what several components show, and for what is shown again', async () => {
  page.server.rest.set('GET /faq', articles('How?'));
  const first = renderHook(() => [useFAQ(), useFAQ()], { wrapper: page.wrapper });
  await waitFor(() => expect(first.result.current[1]?.loading).toBe(false));
  first.unmount();
  const again = renderHook(() => useFAQ(), { wrapper: page.wrapper });
  expect(again.result.current.faqs).toHaveLength(1);
  expect(again.result.current.loading).toBe(false);
  expect(page.server.requests).toHaveLength(1);
});

it('never shows the answer to another question', async () => {
  page.server.rest.set('GET /faq', articles('One'));
  const { result, rerender } = renderHook(({ words }) => useFAQ(undefined, words), {
    wrapper: page.wrapper,
    initialProps: { words: 'one' },
  });
  await waitFor(() => expect(result.current.loading).toBe(false));
  page.server.rest.set('GET /faq', articles('Two'));
  rerender({ words: 'two' });
  expect(result.current).toMatchObject({ faqs: [], loading: true });
  await waitFor(() => expect(result.current.faqs).toMatchObject([{ question: 'Two' }]));
});

it('says that it could not fetch, and asks again next time', async () => {
  page.server.rest.set('GET /faq', { status: 503, body: { detail: 'Not just now.' } });
  const first = renderHook(() => useFAQ(), { wrapper: page.wrapper });
  await waitFor(() => expect(first.result.current.error).toBe('Not just now.'));
  first.unmount();
  page.server.rest.set('GET /faq', articles('How?'));
  const again = renderHook(() => useFAQ(), { wrapper: page.wrapper });
  await waitFor(() => expect(again.result.current.faqs).toHaveLength(1));
});
