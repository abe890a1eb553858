import type { Synonym } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { draftOf, found, inputOf, inWords, problemsOf } from './synonym-draft';

const ONE_WAY: Synonym = {
  id: 's1',
  kind: 'one-way',
  from: 'money back',
  terms: ['refund', 'return'],
  language: 'en',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};
const TWO_WAY: Synonym = {
  ...ONE_WAY,
  id: 's2',
  kind: 'two-way',
  from: null,
  terms: ['bike', 'bicycle'],
  language: null,
};

describe('a synonym', () => {
  it.each([ONE_WAY, TWO_WAY])('is what it was when nothing is changed: $kind', (synonym) => {
    const { kind, from, terms, language } = synonym;
    expect(inputOf(draftOf(synonym))).toEqual({ kind, from, terms, language });
    expect(problemsOf(draftOf(synonym))).toEqual({});
  });

  it('begins with the query that is to find more', () => {
    expect(draftOf(null, 'money back')).toMatchObject({ kind: 'one-way', from: 'money back' });
    expect(draftOf(null).kind).toBe('two-way');
  });

  it('needs two words, or a word on either side', () => {
    expect(problemsOf({ ...draftOf(null), terms: ['bike'] })).toHaveProperty('terms');
    expect(problemsOf(draftOf(null, 'bike'))).toHaveProperty('terms');
    expect(problemsOf({ ...draftOf(null, 'bike'), terms: ['Bike'] })).toHaveProperty('terms');
    expect(problemsOf({ ...draftOf(null, ' '), terms: ['bike'] })).toHaveProperty('from');
  });

  it('reads as a line, and is found by its words', () => {
    expect(inWords(ONE_WAY)).toBe('money back → refund, return');
    expect(inWords(TWO_WAY)).toBe('bike = bicycle');
    expect(found([ONE_WAY, TWO_WAY], 'BICY')).toEqual([TWO_WAY]);
    expect(found([ONE_WAY, TWO_WAY], ' ')).toHaveLength(2);
  });
});
