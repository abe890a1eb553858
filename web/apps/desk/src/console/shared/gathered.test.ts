import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gathered } from './gathered';

const REST_MS = 100;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A reading that ends when it is told to. */
function reading() {
  const ends: (() => void)[] = [];
  const run = vi.fn(() => new Promise<void>((end) => ends.push(end)));
  return { run, end: () => ends.shift()?.() };
}

it('reads at once, and once more for all that was asked meanwhile', async () => {
  const { run, end } = reading();
  const ask = gathered(run, REST_MS);
  ask();
  expect(run).toHaveBeenCalledTimes(1);
  ask();
  ask();
  await vi.advanceTimersByTimeAsync(10 * REST_MS);
  expect(run).toHaveBeenCalledTimes(1);
  end();
  await vi.advanceTimersByTimeAsync(REST_MS);
  expect(run).toHaveBeenCalledTimes(2);
  end();
  await vi.advanceTimersByTimeAsync(10 * REST_MS);
  expect(run).toHaveBeenCalledTimes(2);
});

it('goes on after a reading that failed', async () => {
  const run = vi.fn(() => Promise.reject(new Error('away')));
  const ask = gathered(run, REST_MS);
  ask();
  await vi.advanceTimersByTimeAsync(REST_MS);
  ask();
  expect(run).toHaveBeenCalledTimes(2);
});
