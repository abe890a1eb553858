import { describe, expect, it } from 'vitest';
import { neighbourOf, rangeBetween } from './range';

const ORDER = ['a', 'b', 'c', 'd'];

describe('a stretch of the list', () => {
  it('has both its ends, whichever comes first', () => {
    expect(rangeBetween(ORDER, 'b', 'd')).toEqual(['b', 'c', 'd']);
    expect(rangeBetween(ORDER, 'd', 'b')).toEqual(['b', 'c', 'd']);
  });

  it('is one alone without a beginning, or with one that is gone', () => {
    expect(rangeBetween(ORDER, null, 'c')).toEqual(['c']);
    expect(rangeBetween(ORDER, 'x', 'c')).toEqual(['c']);
  });
});

describe('what is looked at next', () => {
  it('follows what is done with, or comes before it at the end', () => {
    expect(neighbourOf(ORDER, new Set(['b']))).toBe('c');
    expect(neighbourOf(ORDER, new Set(['b', 'c']))).toBe('d');
    expect(neighbourOf(ORDER, new Set(['c', 'd']))).toBe('b');
  });

  it('is nothing when all are done with, or none was in the list', () => {
    expect(neighbourOf(ORDER, new Set(ORDER))).toBeNull();
    expect(neighbourOf(ORDER, new Set(['x']))).toBeNull();
  });
});
