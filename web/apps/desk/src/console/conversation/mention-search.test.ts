import { describe, expect, it } from 'vitest';
import { matchingColleagues, mentionAt } from './mention-search';

describe('a mention', () => {
  const at = (text: string) => mentionAt(text, text.length)?.query ?? null;

  it('is looked up behind an @ at the cursor', () => {
    expect(at('Ask @Sa')).toBe('sa');
    expect(at('@')).toBe('');
    expect(at('(@Sam Ri')).toBe('sam ri');
    expect(mentionAt('Ask @Sa about it', 7)).toEqual({ from: 4, to: 7, query: 'sa' });
  });

  it('is over with a fourth word, a line, or no @ before the cursor', () => {
    expect(at('@Ana de la')).toBe('ana de la');
    expect(at('@Sam Rivera knows it')).toBeNull();
    expect(at('@Sam\n')).toBeNull();
    expect(mentionAt('Ask @Sa', 3)).toBeNull();
  });

  it('is no address', () => {
    expect(at('mail sam@exam')).toBeNull();
  });
});

describe('colleagues', () => {
  const people = ['Ana Samson', 'Sam Rivera', 'Maya Chen'].map((name) => ({ name }));
  const found = (query: string) => matchingColleagues(people, query).map(({ name }) => name);

  it('are found by the words of their names, those whose name begins so first', () => {
    expect(found('sam')).toEqual(['Sam Rivera', 'Ana Samson']);
    expect(found('sam r')).toEqual(['Sam Rivera']);
    expect(found('am')).toEqual([]);
  });

  it('are all there before a letter is typed', () => {
    expect(found('')).toEqual(['Ana Samson', 'Maya Chen', 'Sam Rivera']);
  });
});
