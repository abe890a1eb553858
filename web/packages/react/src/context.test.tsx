import { renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { setUpPage } from '../test/page';
import { useFrontdesk } from '.';

const page = setUpPage();

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

it('gives the provider’s client', () => {
  const { result } = renderHook(() => useFrontdesk(), { wrapper: page.wrapper });
  expect(result.current).toBe(page.client);
});

it('without a provider gives one of the page’s origin, the same to all, with localStorage.token', async () => {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) =>
    Response.json({ success: true, data: {} }),
  );
  vi.stubGlobal('fetch', fetched);
  localStorage.setItem('token', 'jwt');
  const first = renderHook(() => useFrontdesk()).result.current;
  const second = renderHook(() => useFrontdesk()).result.current;
  expect(first).toBe(second);
  expect(first.url).toBe(location.origin);
  await first.api.auth.me();
  const headers = fetched.mock.calls[0]?.[1].headers as Headers;
  expect(headers.get('Authorization')).toBe('Bearer jwt');
});
