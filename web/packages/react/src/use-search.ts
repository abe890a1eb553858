// The results of a search as a hook, page by page. Going back shows at once what was there.

import {
  type FrontdeskClient,
  type FrontdeskError,
  type SearchAnswer,
  type SearchHitType,
  type SearchQuery,
  toFrontdeskError,
} from '@frontdesk/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFrontdesk } from './context';
import { SEARCH_MIN_CHARS } from './use-search-suggestions';

/** After this long an answer is asked for again when it is shown anew (milliseconds). */
const FRESH_MS = 30_000;
/** Searches kept per client; the oldest goes first. */
const MAX_KEPT = 20;

/** What is to be found, and where; `q` of fewer than two characters finds nothing. */
export type Search = Omit<SearchQuery, 'cursor'>;

export interface UseSearch {
  /** All pages so far as one answer; of the search before while the first one loads. */
  answer: SearchAnswer | null;
  /** The answer is not yet the one to these words. */
  loading: boolean;
  loadingMore: boolean;
  hasMore: boolean;
  loadMore(): void;
  retry(): void;
  error: FrontdeskError | null;
  /** Tells the desk that a result was opened. */
  opened(type: SearchHitType, id: string): void;
}

interface Shown {
  key: string;
  client: FrontdeskClient;
  answer: SearchAnswer | null;
  error: FrontdeskError | null;
}

interface Kept {
  answer: SearchAnswer;
  at: number;
}

const kept = new WeakMap<FrontdeskClient, Map<string, Kept>>();

export function useSearch(search: Search): UseSearch {
  const client = useFrontdesk();
  const key = JSON.stringify({ ...search, q: search.q.trim() });
  const isAsked = [...search.q.trim()].length >= SEARCH_MIN_CHARS;
  const [shown, setShown] = useState<Shown | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  const [round, setRound] = useState(0);
  const latest = useRef(key);
  latest.current = key;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another try
  useEffect(() => {
    if (!isAsked) return;
    const present = kept.get(client)?.get(key);
    if (present) setShown({ key, client, answer: present.answer, error: null });
    if (present && Date.now() - present.at < FRESH_MS) return;
    const controller = new AbortController();
    client.api.search.query(JSON.parse(key) as Search, { signal: controller.signal }).then(
      (answer) => {
        keep(client, key, answer);
        if (!controller.signal.aborted) setShown({ key, client, answer, error: null });
      },
      (thrown) => {
        if (controller.signal.aborted) return;
        setShown({ key, client, answer: null, error: toFrontdeskError(thrown) });
      },
    );
    return () => controller.abort();
  }, [client, key, isAsked, round]);

  const isCurrent = shown?.key === key && shown.client === client;
  const answer = isAsked && shown?.client === client ? shown.answer : null;

  const loadMore = useCallback(() => {
    if (!isCurrent || !answer?.next || loadingMore) return;
    setLoadingMore(true);
    client.api.search
      .query({ ...(JSON.parse(key) as Search), cursor: answer.next })
      .then(
        (page) => {
          const all = joined(answer, page);
          keep(client, key, all);
          if (latest.current === key) setShown({ key, client, answer: all, error: null });
        },
        (thrown) => {
          if (latest.current !== key) return;
          setShown({ key, client, answer, error: toFrontdeskError(thrown) });
        },
      )
      .finally(() => setLoadingMore(false));
  }, [client, key, answer, isCurrent, loadingMore]);

  return {
    answer,
    loading: isAsked && !isCurrent,
    loadingMore,
    hasMore: isCurrent && answer?.next != null,
    loadMore,
    retry: () => {
      setShown(null);
      setRound((before) => before + 1);
    },
    error: isAsked && isCurrent ? shown.error : null,
    opened: (type, id) => {
      if (!answer?.searchId) return;
      const rank = (answer[type] ?? []).findIndex((hit) => hit.id === id) + 1;
      if (rank > 0) client.api.search.click({ searchId: answer.searchId, type, id, rank });
    },
  };
}

/** The next page's results behind those that are there. What else is told holds for all of them. */
function joined(before: SearchAnswer, page: SearchAnswer): SearchAnswer {
  return {
    ...before,
    next: page.next,
    faq: [...before.faq, ...page.faq],
    tickets: [...before.tickets, ...page.tickets],
    ...(before.chats || page.chats
      ? { chats: [...(before.chats ?? []), ...(page.chats ?? [])] }
      : {}),
    ...(before.customers || page.customers
      ? { customers: [...(before.customers ?? []), ...(page.customers ?? [])] }
      : {}),
  };
}

function keep(client: FrontdeskClient, key: string, answer: SearchAnswer): void {
  const all = kept.get(client) ?? new Map<string, Kept>();
  kept.set(client, all);
  all.delete(key);
  all.set(key, { answer, at: Date.now() });
  for (const oldest of all.keys()) {
    if (all.size <= MAX_KEPT) break;
    all.delete(oldest);
  }
}
