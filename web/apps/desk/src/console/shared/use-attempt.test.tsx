import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useAttempt } from './use-attempt';

async function keyOf(attempt: ReturnType<typeof useAttempt>, content: string, fails = false) {
  let used = '';
  await attempt(content, async (key) => {
    used = key;
    if (fails) throw new Error('the line is down');
  }).catch(() => {});
  return used;
}

it('keeps the key while the same content fails', async () => {
  const { result } = renderHook(() => useAttempt());
  const first = await keyOf(result.current, 'Thanks', true);
  expect(await keyOf(result.current, 'Thanks')).toBe(first);
});

it('takes another key for other content', async () => {
  const { result } = renderHook(() => useAttempt());
  const first = await keyOf(result.current, 'Thanks', true);
  expect(await keyOf(result.current, 'Thank you')).not.toBe(first);
});

it('takes another key for the same content once that has been sent', async () => {
  const { result } = renderHook(() => useAttempt());
  const first = await keyOf(result.current, 'Thanks');
  expect(await keyOf(result.current, 'Thanks')).not.toBe(first);
});
