// The words of the console's search: what kinds of results and places there are. Pure.

import type { MatchPlace, SearchHitType, SearchSort, SearchType } from '@frontdesk/client';

export const TYPE_NAMES: Record<SearchType, string> = {
  all: 'Everything',
  tickets: 'Tickets',
  chats: 'Chats',
  faq: 'Articles',
  customers: 'Customers',
};

/** As they stand in the results. */
export const HIT_TYPES: readonly SearchHitType[] = ['tickets', 'chats', 'faq', 'customers'];

/** Where a passage stands, when that is worth saying. */
export const PLACE_NAMES: Record<MatchPlace, string | null> = {
  title: null,
  body: null,
  message: 'In a message',
  note: 'In an internal note',
  file: 'In a file',
};

export const SORTS: readonly { value: SearchSort; label: string }[] = [
  { value: 'relevance', label: 'Best first' },
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
];
