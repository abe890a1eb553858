import { describe, expect, it } from 'vitest';
import { beginOf, percent, queryWords, rank, shareOf, titleOf, trend } from './analytics';

const QUERY = {
  query: 'money back',
  searches: 12,
  withoutResult: 0,
  unanswered: 0,
  clicked: 3,
  clickThrough: 0.25,
  meanRank: 1.5,
  meanHits: 4,
  lastSearchedAt: '2026-01-01T00:00:00.000Z',
};

describe('a period', () => {
  it('has so many days with today, and begins with a day', () => {
    const now = Date.parse('2026-03-08T17:30:00Z');
    expect(beginOf('7', now)).toBe('2026-03-02T00:00:00.000Z');
  });
});

describe('the figures in words', () => {
  it('tell a share, and that there is none', () => {
    expect([percent(0.126), percent(null), rank(1.25), rank(undefined)]).toEqual([
      '13 %',
      '–',
      '1.3',
      '–',
    ]);
    expect(shareOf(3, { searches: 12 })).toBe('25 % of all');
    expect(shareOf(0, { searches: 0 })).toBe('No searches');
  });

  it.each([
    [12, 10, '20 % more than before'],
    [8, 10, '20 % fewer than before'],
    [10, 10, 'As many as before'],
    [3, 0, 'None before'],
    [0, 0, 'None before either'],
  ])('compare %i with %i', (now, before, words) => {
    expect(trend(now, before)).toBe(words);
  });

  it('tell what came of a query', () => {
    expect(queryWords(QUERY)).toBe('12 searches · 25 % opened something · at place 1.5');
    expect(queryWords({ ...QUERY, searches: 1, meanHits: 0 })).toBe('1 search');
  });

  it('make a title of a query', () => {
    expect(titleOf('élan vital')).toBe('Élan vital');
  });
});
