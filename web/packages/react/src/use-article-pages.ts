// A list of articles that goes on page after page.

import type { Faq } from '@frontdesk/client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import { type ArticleList, articlePages } from './queries';
import { type Pages, pagesOf } from './use-pages';

export interface UseArticlePages extends Pages {
  articles: Faq[];
}

export function useArticlePages(query: ArticleList = {}): UseArticlePages {
  const client = useFrontdesk();
  const result = useInfiniteQuery(
    { ...articlePages(client.api, query), placeholderData: keepPreviousData },
    cacheOf(client),
  );
  const { items: articles, ...pages } = pagesOf(result);
  return { articles, ...pages };
}
