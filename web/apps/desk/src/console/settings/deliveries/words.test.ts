import { describe, expect, it } from 'vitest';
import {
  canReplay,
  channelState,
  durationWords,
  everyHour,
  oldestWords,
  totalsOf,
  totalWords,
} from './words';

const hour = (at: string, sent: number, more = {}) => ({
  hour: at,
  sent,
  failed: 0,
  delayed: 0,
  dead: 0,
  ...more,
});

it('hours without anything are shown as well', () => {
  const now = Date.parse('2026-03-10T10:30:00Z');
  const hours = everyHour([hour('2026-03-10T09:00:00.000Z', 4)], now, 3);
  expect(hours.map(({ hour: at, sent }) => [at, sent])).toEqual([
    ['2026-03-10T08:00:00.000Z', 0],
    ['2026-03-10T09:00:00.000Z', 4],
    ['2026-03-10T10:00:00.000Z', 0],
  ]);
});

it('the totals name only what there is', () => {
  const hours = [hour('a', 3, { delayed: 1 }), hour('b', 2, { failed: 2, dead: 1 })];
  expect(totalWords(totalsOf(hours))).toBe('5 sent, 1 of them late, 2 failed, 1 given up');
  expect(totalWords(totalsOf([]))).toBe('0 sent');
});

describe('a channel', () => {
  const channel = { channel: 'email', waiting: 0, perHour: [] } as const;
  const state = (configured: boolean, breaker: string) =>
    channelState({ ...channel, perHour: [], configured, breaker });

  it('is named by what an operator would do about it', () => {
    expect(state(false, 'closed').label).toBe('Not set up');
    expect(state(true, 'closed').label).toBe('Works');
    expect(state(true, 'open')).toEqual({ label: 'Not answering', tone: 'danger' });
    expect(state(true, 'half-open').tone).toBe('warning');
  });
});

it('what is on its way or has arrived is not sent again', () => {
  expect(canReplay({ state: 'dead' })).toBe(true);
  expect(canReplay({ state: 'skipped' })).toBe(true);
  expect(canReplay({ state: 'waiting' })).toBe(false);
  expect(canReplay({ state: 'sending' })).toBe(false);
});

it('times are as long as one would say them', () => {
  expect(oldestWords(null)).toBeNull();
  expect([oldestWords(5), oldestWords(90), oldestWords(7_200)]).toEqual([
    '5 seconds',
    '2 minutes',
    '2 hours',
  ]);
  expect([durationWords(12), durationWords(1_540)]).toEqual(['12 ms', '1.5 s']);
});
