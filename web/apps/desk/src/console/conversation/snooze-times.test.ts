import { describe, expect, it } from 'vitest';
import { futureMoment, localValue, snoozeTimes } from './snooze-times';

/** A Wednesday. */
const at = (hour: number, day = 14) => new Date(2026, 0, day, hour, 20);
const offered = (now: Date) =>
  snoozeTimes(now).map((time) => `${time.label}: ${localValue(time.at)}`);

describe('the times that are offered', () => {
  it('in the morning include the afternoon', () => {
    expect(offered(at(8))).toEqual([
      'In an hour: 2026-01-14T09:20',
      'This afternoon: 2026-01-14T14:00',
      'Tomorrow morning: 2026-01-15T09:00',
      'Next Monday: 2026-01-19T09:00',
    ]);
  });

  it('later begin with tomorrow', () => {
    expect(offered(at(13))).toEqual([
      'In an hour: 2026-01-14T14:20',
      'Tomorrow morning: 2026-01-15T09:00',
      'Next Monday: 2026-01-19T09:00',
    ]);
  });

  it('on a Sunday do not name Monday twice', () => {
    expect(offered(at(15, 18))).toEqual([
      'In an hour: 2026-01-18T16:20',
      'Tomorrow morning: 2026-01-19T09:00',
    ]);
  });

  it('on a Monday mean the one after', () => {
    expect(offered(at(15, 19)).at(-1)).toBe('Next Monday: 2026-01-26T09:00');
  });

  it('go over the end of a month', () => {
    expect(offered(new Date(2026, 0, 31, 18)).at(1)).toBe('Tomorrow morning: 2026-02-01T09:00');
  });
});

describe('a time of one’s own', () => {
  const now = at(8);
  it('lies ahead', () =>
    expect(futureMoment('2026-01-14T08:21', now)).toEqual(new Date(2026, 0, 14, 8, 21)));
  it.each(['', 'soon', '2026-01-14T08:20', '2025-01-01T00:00'])('%j is none', (value) =>
    expect(futureMoment(value, now)).toBeNull(),
  );
});
