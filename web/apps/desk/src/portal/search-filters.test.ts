import { describe, expect, it } from 'vitest';
import { readFilters, type SearchFilters, writeFilters } from './search-filters';

describe('the address of a search', () => {
  it('says what differs from the default, and is read back', () => {
    const filters: SearchFilters = {
      q: 'refund',
      type: 'chats',
      category: 'returns',
      language: 'de',
      sort: 'newest',
    };
    expect(readFilters(writeFilters(filters), true)).toEqual(filters);
    const plain = readFilters(new URLSearchParams('q=refund'), true);
    expect(String(writeFilters({ ...plain, q: ' refund ' }))).toBe('q=refund');
  });

  it('counts what it does not know as not said', () => {
    const params = new URLSearchParams('q=a&type=people&sort=best&language=xx');
    expect(readFilters(params, true)).toMatchObject({
      type: 'all',
      sort: 'relevance',
      language: '',
    });
  });

  it('looks nowhere else than in articles for those who are not signed in', () => {
    expect(readFilters(new URLSearchParams('type=tickets'), false).type).toBe('all');
  });
});
