import { describe, expect, it } from 'vitest';
import { isMeant } from './meant';

describe('a choice', () => {
  it('is meant by the beginnings of its words, in any order and case', () => {
    expect(isMeant('Assign to somebody', 'assi')).toBe(true);
    expect(isMeant('Settings: Business hours', 'hours SET')).toBe(true);
  });

  it('is not meant by what stands within a word, nor by one word too many', () => {
    expect(isMeant('Assign to somebody', 'sign')).toBe(false);
    expect(isMeant('Assign to somebody', 'assign maya')).toBe(false);
  });
});
