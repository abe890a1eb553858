// What the hooks of lists have in common: the first page is read at once, further ones when asked for.

import { type FrontdeskError, type Page, toFrontdeskError } from '@frontdesk/client';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { itemsOf } from './queries';

export interface Pages {
  /** The first page is under way and nothing is there to be shown. */
  loading: boolean;
  loadingMore: boolean;
  hasMore: boolean;
  loadMore(): Promise<void>;
  error: FrontdeskError | null;
  /** Reads what is shown anew. */
  refresh(): Promise<void>;
}

type Result<Item> = UseInfiniteQueryResult<InfiniteData<Page<Item>>>;

export function pagesOf<Item extends { id: string }>(
  result: Result<Item>,
): Pages & { items: Item[] } {
  return {
    items: itemsOf(result.data),
    loading: result.isPending,
    loadingMore: result.isFetchingNextPage,
    hasMore: result.hasNextPage,
    loadMore: async () => {
      if (result.hasNextPage && !result.isFetchingNextPage) await result.fetchNextPage();
    },
    error: result.error && toFrontdeskError(result.error),
    refresh: async () => {
      await result.refetch();
    },
  };
}
