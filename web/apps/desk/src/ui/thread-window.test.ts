import { describe, expect, it } from 'vitest';
import { WINDOW, windowStart } from './thread-window';

describe('the part of a conversation that is shown', () => {
  it('is all of a short one', () => {
    expect([0, 1, WINDOW].map((length) => windowStart(length, 0))).toEqual([0, 0, 0]);
  });

  it('is the end of a long one, and begins at steps', () => {
    expect(windowStart(5_000, 0)).toBe(4_850);
    expect(windowStart(5_001, 0)).toBe(4_900);
    expect(windowStart(5_050, 0)).toBe(4_900);
  });

  it('grows towards the beginning as one asks', () => {
    expect(windowStart(5_000, WINDOW)).toBe(4_700);
    expect(windowStart(5_000, 40 * WINDOW)).toBe(0);
  });
});
