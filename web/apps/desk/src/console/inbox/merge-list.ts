// What stands in the list: how one that was read far down is kept current by reading its first page
// alone, and what is left out of it. Pure.

import type { InboxItem, InboxOrder } from '@frontdesk/client';

export interface InboxLines {
  items: readonly InboxItem[];
  /** Where the list goes on; null at its end. */
  next: string | null;
}

/**
 * The list with its first page read anew: what stood within that page's reach and is not in it any
 * more has left the view; what lies below stays as it was read.
 */
export function withFreshStart(
  known: InboxLines | undefined,
  fresh: InboxLines,
  order: InboxOrder,
): InboxLines {
  const last = fresh.items.at(-1);
  if (!known || fresh.next === null || !last) return fresh;
  const there = new Set(fresh.items.map(({ id }) => id));
  const isBelow = (item: InboxItem) => !there.has(item.id) && compare(item, last, order) > 0;
  const below = known.items.filter(isBelow);
  if (below.length === 0) return fresh;
  return { items: [...fresh.items, ...below], next: known.next };
}

/** The list with its next page. What has moved meanwhile may come twice: once is enough. */
export function withPage(known: InboxLines, page: InboxLines): InboxLines {
  const there = new Set(known.items.map(({ id }) => id));
  return {
    items: [...known.items, ...page.items.filter(({ id }) => !there.has(id))],
    next: page.next,
  };
}

/** Without those who wait: they stand above every list. */
export function besideQueue(
  items: readonly InboxItem[],
  waiting: readonly { id: string }[],
): readonly InboxItem[] {
  if (waiting.length === 0) return items;
  const above = new Set(waiting.map(({ id }) => id));
  return items.filter(({ id }) => !above.has(id));
}

function compare(one: InboxItem, other: InboxItem, order: InboxOrder): number {
  const newest = Date.parse(other.updatedAt) - Date.parse(one.updatedAt);
  return order === 'newest' ? newest : -newest;
}
