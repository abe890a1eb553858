import { describe, expect, it } from 'vitest';
import { deskTime, momentInWords, usualWait } from './chat-times';

describe('the usual wait', () => {
  it('is rounded up, the coarser the longer', () => {
    const words = [0, 59, 60, 119, 280, 300, 1_900, 3_300, 4_000, 7_300].map(usualWait);
    expect(words).toEqual([
      'Usually under a minute',
      'Usually under a minute',
      'Usually under 2 minutes',
      'Usually under 2 minutes',
      'Usually under 5 minutes',
      'Usually under 10 minutes',
      'Usually under 35 minutes',
      'Usually under an hour',
      'Usually under 2 hours',
      'Usually under 3 hours',
    ]);
  });
});

describe('a moment to come', () => {
  // A Wednesday.
  const now = Date.parse('2026-03-11T20:00:00Z');
  const words = (iso: string, zone = 'UTC') => momentInWords(iso, now, 'en-GB', zone);

  it('is told by the nearest name of its day', () => {
    expect(words('2026-03-11T21:30:00Z')).toBe('today at 21:30');
    expect(words('2026-03-12T09:00:00Z')).toBe('tomorrow at 9:00');
    expect(words('2026-03-16T09:00:00Z')).toBe('Monday at 9:00');
    expect(words('2026-03-18T09:00:00Z')).toBe('18 March at 9:00');
  });

  it('is told by the reader’s clock and calendar', () => {
    expect(words('2026-03-11T21:30:00Z', 'Asia/Tokyo')).toBe('today at 6:30');
    expect(words('2026-03-12T15:30:00Z', 'Asia/Tokyo')).toBe('tomorrow at 0:30');
  });

  it('is told by the desk’s clock too where that shows another time', () => {
    const at = '2026-03-12T13:00:00Z';
    expect(deskTime(at, 'America/New_York', 'en-GB', 'Europe/Berlin')).toBe('9:00 in New York');
    expect(deskTime(at, 'Europe/Paris', 'en-GB', 'Europe/Berlin')).toBeNull();
    expect(deskTime(at, 'Etc/UTC', 'en-GB', 'Europe/Berlin')).toBe('13:00 UTC');
    expect(deskTime(at, 'Nowhere/Land', 'en-GB', 'Europe/Berlin')).toBeNull();
  });
});
