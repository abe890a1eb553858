import { describe, expect, it } from 'vitest';
import {
  countOf,
  DEFAULT_FILTERS,
  filtersOf,
  narrowedBy,
  queryOf,
  searchOf,
  type TicketFilters,
} from './filters';

const FULL: TicketFilters = {
  status: 'in-progress',
  priority: 'urgent',
  category: 'returns-refunds',
  assigned: 'me',
  text: 'rain jacket & co',
};

const read = (address: string) => filtersOf(new URLSearchParams(address));

describe('the filters of an address', () => {
  it('come back as they were written', () => {
    expect(read(searchOf(FULL).toString())).toEqual(FULL);
  });

  it('are the work to be done when it says nothing, and then it says nothing', () => {
    expect(read('')).toEqual(DEFAULT_FILTERS);
    expect(DEFAULT_FILTERS.status).toBe('open');
    expect(searchOf(DEFAULT_FILTERS).toString()).toBe('');
  });

  it('leave out what they do not know', () => {
    expect(read('status=lost&priority=extreme')).toEqual(DEFAULT_FILTERS);
  });

  it('ignore blanks around the words', () => {
    expect(searchOf({ ...DEFAULT_FILTERS, text: '  bike ' }).toString()).toBe('q=bike');
    expect(searchOf({ ...DEFAULT_FILTERS, text: '   ' }).toString()).toBe('');
  });
});

describe('the query to the server', () => {
  it('carries every filter under its own name', () => {
    expect(queryOf(FULL)).toEqual({
      status: 'in-progress',
      priority: 'urgent',
      category: 'returns-refunds',
      assignedTo: 'me',
      q: 'rain jacket & co',
    });
  });

  it('says nothing of a status when all are asked for', () => {
    expect(queryOf({ ...DEFAULT_FILTERS, status: 'all' })).toEqual({});
  });

  it('asks for what is set aside by itself, whatever its status', () => {
    expect(queryOf({ ...DEFAULT_FILTERS, status: 'aside' })).toEqual({ snoozed: true });
  });
});

describe('counting', () => {
  const counts = {
    open: 3,
    inProgress: 2,
    resolved: 5,
    closed: 7,
    unassigned: 1,
    mine: 4,
    snoozed: 6,
  };

  it('gives every tab the number of its tickets', () => {
    expect(countOf('open', counts)).toBe(3);
    expect(countOf('in-progress', counts)).toBe(2);
    expect(countOf('resolved', counts)).toBe(5);
    expect(countOf('closed', counts)).toBe(7);
    expect(countOf('aside', counts)).toBe(6);
    expect(countOf('all', counts)).toBe(17);
  });

  it('counts the folded filters that are set', () => {
    expect(narrowedBy(DEFAULT_FILTERS)).toBe(0);
    expect(narrowedBy(FULL)).toBe(3);
  });
});
