// The inbox over REST: the lines of a view, its counts, and the saved views.

import type { InboxItem, NewSavedView } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { keys } from '../shared/queries';
import { type Filters, filterOf } from './filters';
import { type InboxLines, withFreshStart, withPage } from './merge-list';

/** As many as the server gives at once: a fling of the wheel is a few hundred lines. */
const PAGE = 100;
/** Whatever no event tells of is seen this much later at the latest (ms). */
const REFRESH_MS = 30_000;

export function useInboxList(filters: Filters | null) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const [loadingMore, setLoadingMore] = useState(false);
  /** The next page did not come: it is asked for again by a press, not on and on. */
  const [isStuck, setStuck] = useState(false);
  const order = filters?.order ?? 'newest';
  const query = filters ? { ...filterOf(filters), order, limit: PAGE } : null;
  const queryKey = [...keys.inboxLists, query];
  const list = useQuery<InboxLines>({
    queryKey,
    enabled: query !== null,
    // Only the beginning is read again, however far down one has read.
    queryFn: async ({ signal }) => {
      const fresh = await api.inbox.list(query ?? {}, { signal });
      return withFreshStart(queries.getQueryData<InboxLines>(queryKey), fresh, order);
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const cursor = list.isPlaceholderData ? null : (list.data?.next ?? null);
  const key = JSON.stringify(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the query
  const loadMore = useCallback(async () => {
    if (cursor === null) return;
    setLoadingMore(true);
    setStuck(false);
    try {
      const page = await api.inbox.list({ ...query, cursor });
      queries.setQueryData<InboxLines>(queryKey, (known) => (known ? withPage(known, page) : page));
    } catch {
      setStuck(true);
    } finally {
      setLoadingMore(false);
    }
  }, [api, queries, key, cursor]);
  return { ...list, hasMore: cursor !== null, loadingMore, isStuck, loadMore };
}

/** One line, for a conversation that is in none of the lists that were read. */
export function useInboxItem(id: string, { enabled }: { enabled: boolean }) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  return useQuery<InboxItem>({
    queryKey: keys.inboxItem(id),
    queryFn: ({ signal }) => api.inbox.get(id, { signal }),
    enabled,
    placeholderData: () => {
      for (const [, lines] of queries.getQueriesData<InboxLines>({ queryKey: keys.inboxLists })) {
        const found = lines?.items.find((item) => item.id === id);
        if (found) return found;
      }
      return undefined;
    },
  });
}

export function useInboxCounts() {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.inboxCounts,
    queryFn: ({ signal }) => api.inbox.counts({ signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useSavedViews() {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.inboxViews,
    queryFn: ({ signal }) => api.inbox.views({ signal }),
    staleTime: REFRESH_MS,
  });
}

export function useChangeViews() {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const onSuccess = async () => {
    await Promise.all(
      [keys.inboxViews, keys.inboxCounts].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  };
  const save = useMutation({
    mutationFn: ({ id, view }: { id: string | null; view: NewSavedView }) =>
      id ? api.inbox.updateView(id, view) : api.inbox.createView(view),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.inbox.removeView(id),
    onSuccess,
  });
  return { save, remove };
}
