import { describe, expect, it } from 'vitest';
import { readFilters, type SearchFilters, searchOf, writeFilters } from './filters';

const FILTERS: SearchFilters = {
  q: 'refund',
  type: 'tickets',
  sort: 'oldest',
  facets: { status: 'open', tag: 'vip', language: 'de', priority: 'urgent' },
};

describe('the address of a search', () => {
  it('says what differs from the default, and is read back', () => {
    expect(readFilters(writeFilters(FILTERS))).toEqual(FILTERS);
    const plain = readFilters(new URLSearchParams('q=refund'));
    expect(String(writeFilters(plain))).toBe('q=refund');
  });

  it('counts what it does not know as not said', () => {
    const params = new URLSearchParams(
      'q=a&type=people&sort=best&language=xx&priority=huge&colour=red',
    );
    expect(readFilters(params)).toEqual({ q: 'a', type: 'all', sort: 'relevance', facets: {} });
  });
});

describe('the question to the server', () => {
  it('names each filter, and asks how the results are spread', () => {
    expect(searchOf(FILTERS, 20)).toEqual({
      q: 'refund',
      type: 'tickets',
      sort: 'oldest',
      status: 'open',
      tag: 'vip',
      language: 'de',
      priority: 'urgent',
      facets: true,
      limit: 20,
    });
  });
});
