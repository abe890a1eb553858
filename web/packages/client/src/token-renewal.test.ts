import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TokenHolder } from './token';
import { TokenRenewal } from './token-renewal';
import type { TokenSource } from './types';

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A token that ends so long after now. */
function jwt(left: number): string {
  const payload = { sub: 'maya', exp: (Date.now() + left) / 1_000 };
  return `h.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.s`;
}

function follow(token: string, source: TokenSource) {
  const state = { idle: true, renewals: 0 };
  const renewal = new TokenRenewal(new TokenHolder(source), {
    isIdle: () => state.idle,
    renew: () => {
      state.renewals += 1;
    },
  });
  renewal.follow(token);
  return Object.assign(state, { renewal });
}

it('asks for the next token a minute before the end, and connects with it', async () => {
  const line = follow(jwt(10 * MINUTE), () => jwt(10 * MINUTE));
  await vi.advanceTimersByTimeAsync(9 * MINUTE - 1);
  expect(line.renewals).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(line.renewals).toBe(1);
});

it('waits until nothing is under way', async () => {
  const line = follow(jwt(2 * MINUTE), () => jwt(10 * MINUTE));
  line.idle = false;
  await vi.advanceTimersByTimeAsync(MINUTE + 2_000);
  expect(line.renewals).toBe(0);
  line.idle = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(line.renewals).toBe(1);
});

it('asks again while the token is still the same', async () => {
  const old = jwt(2 * MINUTE);
  let token = old;
  const line = follow(old, () => token);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(line.renewals).toBe(0);
  token = jwt(10 * MINUTE);
  await vi.advanceTimersByTimeAsync(MINUTE / 2);
  expect(line.renewals).toBe(1);
});

it.each([
  ['nobody gives a next one', (token: string) => token],
  ['it has no end', () => () => 'opaque'],
])('does nothing when %s', async (_why, source) => {
  const token = jwt(2 * MINUTE);
  const line = follow(_why === 'it has no end' ? 'opaque' : token, source(token));
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(line.renewals).toBe(0);
});

it('waits for an end that is weeks away', async () => {
  const line = follow(jwt(60 * 24 * 60 * MINUTE), () => jwt(10 * MINUTE));
  await vi.advanceTimersByTimeAsync(59 * 24 * 60 * MINUTE);
  expect(line.renewals).toBe(0);
});

it('stopped, asks no more', async () => {
  const line = follow(jwt(2 * MINUTE), () => jwt(10 * MINUTE));
  line.renewal.stop();
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(line.renewals).toBe(0);
});
