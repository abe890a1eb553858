// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ACTIVITY_MS, ActivityReporter } from './activity';

let told: number;
let reporter: ActivityReporter;

beforeEach(() => {
  vi.useFakeTimers();
  told = 0;
  reporter = new ActivityReporter(() => {
    told += 1;
  });
});
afterEach(() => {
  reporter.close();
  vi.useRealTimers();
});

const type = () => document.dispatchEvent(new Event('keydown'));

it('tells that the person is there, at most once a minute', () => {
  for (let n = 0; n < 100; n += 1) type();
  expect(told).toBe(1);
  vi.advanceTimersByTime(ACTIVITY_MS - 1);
  type();
  expect(told).toBe(1);
  vi.advanceTimersByTime(1);
  type();
  expect(told).toBe(2);
});

it('tells nothing while the person does nothing, and nothing after its end', () => {
  vi.advanceTimersByTime(10 * ACTIVITY_MS);
  reporter.close();
  type();
  expect(told).toBe(0);
});
