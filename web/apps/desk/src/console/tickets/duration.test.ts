import { describe, expect, it } from 'vitest';
import { durationInWords } from './duration';

describe('a duration', () => {
  it.each([
    [0, 'less than a minute'],
    [59, 'less than a minute'],
    [60, '1 minute'],
    [25 * 60, '25 minutes'],
    [3600, '1 hour'],
    [3600 + 5 * 60 + 20, '1 hour 5 minutes'],
    [86_400, '1 day'],
    [3 * 86_400 + 4 * 3600 + 59 * 60, '3 days 4 hours'],
  ])('of %i seconds is “%s”', (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words);
  });
});
