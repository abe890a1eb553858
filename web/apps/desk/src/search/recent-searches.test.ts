import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetSearches, useRecentSearches, withNewest } from './recent-searches';

beforeEach(() => localStorage.clear());

describe('recent searches', () => {
  it('are offered newest first, each once, and no more than eight', () => {
    expect(withNewest(['b', 'a'], 'A')).toEqual(['A', 'b']);
    const nine = [...'123456789'].reduce<string[]>(withNewest, []);
    expect(nine).toEqual([...'98765432']);
  });

  it('are there after a reload, for the same person alone', () => {
    const { result } = renderHook(() => useRecentSearches('portal', 'maya'));
    act(() => result.current.remember('  refund '));
    expect(result.current.recent).toEqual(['refund']);
    const again = renderHook(({ owner }) => useRecentSearches('portal', owner), {
      initialProps: { owner: 'maya' },
    });
    expect(again.result.current.recent).toEqual(['refund']);
    again.rerender({ owner: 'noah' });
    expect(again.result.current.recent).toEqual([]);
    act(() => again.result.current.remember('helmet'));
    const back = renderHook(() => useRecentSearches('portal', 'maya'));
    expect(back.result.current.recent).toEqual([]);
  });

  it('can be forgotten, and what is no list counts as none', () => {
    const { result } = renderHook(() => useRecentSearches('portal', 'maya'));
    act(() => result.current.remember('refund'));
    forgetSearches('portal');
    act(() => result.current.refresh());
    expect(result.current.recent).toEqual([]);
    localStorage.setItem('frontdesk.searches.portal', '{"owner":"maya","queries":7}');
    act(() => result.current.refresh());
    expect(result.current.recent).toEqual([]);
  });
});
