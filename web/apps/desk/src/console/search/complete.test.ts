import { describe, expect, it } from 'vitest';
import { filterOf, withFilter } from './complete';

describe('a completed filter', () => {
  it.each([
    ['refund sta', 'status:open', 'refund status:open '],
    ['sta', 'status:', 'status:'],
    ['refund ', 'status:', 'refund status:'],
    ['"late parcel" status:o', 'status:open', '"late parcel" status:open '],
    [
      'refund category:"Returns & re',
      'category:"Returns & refunds"',
      'refund category:"Returns & refunds" ',
    ],
    ['', 'has:note', 'has:note '],
  ])('takes the last word’s place: %j', (query, filter, expected) => {
    expect(withFilter(query, filter)).toBe(expected);
  });
});

describe('a filter that is written', () => {
  it('has quotes where its value has blanks, and only there', () => {
    expect(filterOf('from', 'maya@example.com')).toBe('from:maya@example.com');
    expect(filterOf('from', 'Maya "M" Lindqvist')).toBe('from:"Maya M Lindqvist"');
  });
});
