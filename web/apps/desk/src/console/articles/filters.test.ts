import { describe, expect, it } from 'vitest';
import { articleFiltersOf, articleQueryOf, articleSearchOf } from './filters';

describe('the filters of the articles', () => {
  it('come back from the address as they were written', () => {
    const filters = { text: 'bike', category: 'rentals', drafts: true };
    expect(articleFiltersOf(articleSearchOf(filters))).toEqual(filters);
  });

  it('leave the address empty when nothing is set', () => {
    const none = { text: ' ', category: '', drafts: false };
    expect(articleSearchOf(none).toString()).toBe('');
  });

  it('always ask for drafts too', () => {
    expect(articleQueryOf({ text: '', category: '', drafts: false })).toEqual({ drafts: true });
  });
});
