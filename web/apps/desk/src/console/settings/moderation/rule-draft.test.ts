import type { ModerationRule } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { draftOf, inputOf, lookedFor, problemsOf } from './rule-draft';

const draft = { ...draftOf(null), name: 'Rude words', words: 'darn\n heck \n\n' };

describe('a rule that is edited', () => {
  it('sends what belongs to its kind alone', () => {
    expect(inputOf({ ...draft, pattern: 'x', domains: 'example.com' })).toMatchObject({
      words: ['darn', 'heck'],
      pattern: null,
      allowedDomains: [],
      repeatCount: null,
    });
    expect(inputOf({ ...draft, kind: 'repetition' })).toMatchObject({
      words: [],
      repeatCount: 3,
      repeatSeconds: 60,
    });
  });

  it('needs what its kind looks for', () => {
    expect(problemsOf(draft)).toEqual({});
    expect(problemsOf({ ...draft, words: ' \n' })).toHaveProperty('words');
    expect(problemsOf({ ...draft, kind: 'pattern' })).toHaveProperty('pattern');
    expect(problemsOf({ ...draft, kind: 'links' })).toEqual({});
    expect(problemsOf({ ...draft, kind: 'repetition', repeatCount: '1' })).toHaveProperty(
      'repeatCount',
    );
  });
});

describe('what a rule looks for', () => {
  it('is said in a line', () => {
    const rule = (part: object) => part as ModerationRule;
    expect(lookedFor(rule({ kind: 'words', words: [...'abcdefgh'] }))).toBe(
      'a, b, c, d, e, f and 2 more',
    );
    expect(lookedFor(rule({ kind: 'links', allowedDomains: [] }))).toBe('any link');
    expect(lookedFor(rule({ kind: 'repetition', repeatCount: 3, repeatSeconds: 60 }))).toBe(
      'the same text 3 times within 60 seconds',
    );
  });
});
