import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useAsTyped, useSearchSuggestions } from '.';

/** A server whose answers arrive when the test says so. */
function answers() {
  const asked = new Map<
    string,
    { answer: (words: string) => Promise<void>; signal: AbortSignal }
  >();
  const ask = (text: string, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('given up')));
      asked.set(text, { signal, answer: (words) => act(async () => resolve(words)) });
    });
  const of = (text: string) => {
    const found = asked.get(text);
    if (!found) throw new Error(`“${text}” was not asked about`);
    return found;
  };
  const typed = renderHook(({ text }) => useAsTyped(text, ask), { initialProps: { text: '' } });
  const type = (...texts: string[]) => {
    for (const text of texts) typed.rerender({ text });
  };
  return { asked, of, type, typed };
}

describe('answers as one types', () => {
  it('are asked for from two characters on, at every change', () => {
    const { asked, type } = answers();
    type('r', 're', 're ', 'ref');
    expect([...asked.keys()]).toEqual(['re', 'ref']);
  });

  it('are never replaced by older ones', async () => {
    const { of, type, typed } = answers();
    type('re', 'ref');
    await of('ref').answer('new');
    expect(typed.result.current).toMatchObject({ answer: 'new', text: 'ref', loading: false });
    expect(of('re').signal.aborted).toBe(true);
    await of('re').answer('old');
    expect(typed.result.current.answer).toBe('new');
  });

  it('are shown while a newer one is under way', async () => {
    const { of, type, typed } = answers();
    type('re', 'ref');
    await of('re').answer('first');
    expect(typed.result.current).toMatchObject({ answer: 'first', text: 're', loading: true });
  });

  it('are gone when the field is emptied, whatever is still to arrive', async () => {
    const { of, type, typed } = answers();
    type('re', 'ref');
    await of('re').answer('first');
    type('');
    await of('ref').answer('second');
    expect(typed.result.current).toMatchObject({ answer: null, loading: false });
  });

  it('are given up, oldest first, when too many are under way', () => {
    const { asked, type } = answers();
    type('aa', 'aab', 'aabb', 'aabbc', 'aabbcc');
    const givenUp = [...asked].filter(([, { signal }]) => signal.aborted).map(([text]) => text);
    expect(givenUp).toEqual(['aa']);
  });
});

describe('suggestions of the desk', () => {
  const page = setUpPage();

  it('come with completions and corrections', async () => {
    const data = { completions: ['Where is my refund?'], didYouMean: 'refund' };
    page.server.rest.set('GET /search/suggest', { status: 200, body: { success: true, data } });
    const { result } = renderHook(() => useSearchSuggestions('refnd'), { wrapper: page.wrapper });
    expect(result.current).toMatchObject({ answer: null, loading: true });
    await waitFor(() => expect(result.current.answer).toMatchObject(data));
    expect(result.current).toMatchObject({ text: 'refnd', loading: false, error: null });
  });

  it('say what went wrong', async () => {
    page.server.rest.set('GET /search/suggest', { status: 503, body: { detail: 'Not now.' } });
    const { result } = renderHook(() => useSearchSuggestions('refund'), { wrapper: page.wrapper });
    await waitFor(() => expect(result.current.error?.message).toBe('Not now.'));
    expect(result.current.loading).toBe(false);
  });
});
