// One article as a hook, by its id or slug.

import { type Faq, type FrontdeskError, toFrontdeskError } from '@frontdesk/client';
import { useQuery } from '@tanstack/react-query';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import { articleQuery } from './queries';

export interface UseArticle {
  /** Null until it is there. */
  article: Faq | null;
  loading: boolean;
  /** `not-found` where there is no such article. */
  error: FrontdeskError | null;
  refresh(): void;
}

export function useArticle(idOrSlug: string): UseArticle {
  const client = useFrontdesk();
  const { data, error, isPending, refetch } = useQuery(
    articleQuery(client.api, idOrSlug),
    cacheOf(client),
  );
  return {
    article: data ?? null,
    loading: isPending,
    error: error && toFrontdeskError(error),
    refresh: () => void refetch(),
  };
}
