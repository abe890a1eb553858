import type { InboxItem } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { besideQueue, withFreshStart, withPage } from './merge-list';

/** A line whose last activity was at this minute. */
const line = (id: string, minute: number) =>
  ({ id, updatedAt: new Date(minute * 60_000).toISOString() }) as InboxItem;
const ids = ({ items }: { items: readonly InboxItem[] }) => items.map(({ id }) => id).join(' ');

describe('a list of which the first page is read again', () => {
  const known = { items: [line('e', 5), line('d', 4), line('c', 3), line('b', 2)], next: 'b' };

  it('has what came, no longer what went within the page, and all that lies below', () => {
    const fresh = { items: [line('f', 6), line('d', 4)], next: 'd' };
    const now = withFreshStart(known, fresh, 'newest');
    expect(ids(now)).toBe('f d c b');
    expect(now.next).toBe('b');
  });

  it('has nothing twice that moved up', () => {
    const fresh = { items: [line('b', 7), line('e', 5)], next: 'e' };
    expect(ids(withFreshStart(known, fresh, 'newest'))).toBe('b e d c');
  });

  it('is the page alone when that is all there is', () => {
    const fresh = { items: [line('e', 5)], next: null };
    expect(withFreshStart(known, fresh, 'newest')).toBe(fresh);
  });

  it('goes the other way round from the oldest', () => {
    const old = { items: [line('b', 2), line('c', 3), line('d', 4)], next: 'd' };
    const fresh = { items: [line('c', 3)], next: 'c' };
    expect(ids(withFreshStart(old, fresh, 'oldest'))).toBe('c d');
  });
});

describe('a list that is read on', () => {
  it('has nothing twice that moved meanwhile', () => {
    const page = { items: [line('b', 2), line('a', 1)], next: null };
    const all = withPage({ items: [line('c', 3), line('b', 2)], next: 'b' }, page);
    expect(ids(all)).toBe('c b a');
    expect(all.next).toBeNull();
  });
});

it('a list leaves out who waits above it', () => {
  const items = [line('c', 3), line('b', 2), line('a', 1)];
  expect(besideQueue(items, [{ id: 'b' }]).map(({ id }) => id)).toEqual(['c', 'a']);
  expect(besideQueue(items, [])).toBe(items);
});
