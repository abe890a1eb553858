// Which articles are listed, as the address says it. Pure functions.

import type { FaqQuery } from '@frontdesk/client';

export interface ArticleFilters {
  text: string;
  /** A category's slug; empty: any. */
  category: string;
  /** Drafts alone. */
  drafts: boolean;
}

export function articleFiltersOf(search: URLSearchParams): ArticleFilters {
  return {
    text: search.get('q') ?? '',
    category: search.get('category') ?? '',
    drafts: search.get('show') === 'drafts',
  };
}

export function articleSearchOf({ text, category, drafts }: ArticleFilters): URLSearchParams {
  const search = new URLSearchParams();
  if (text.trim()) search.set('q', text.trim());
  if (category) search.set('category', category);
  if (drafts) search.set('show', 'drafts');
  return search;
}

/** As the server takes it. It gives drafts among the others; which are shown is decided here. */
export function articleQueryOf({ text, category }: ArticleFilters): FaqQuery {
  return { search: text.trim() || undefined, category: category || undefined, drafts: true };
}
