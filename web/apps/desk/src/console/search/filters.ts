// What is searched for in the console, as the address says it. Pure.

import type { SearchSort, SearchType } from '@frontdesk/client';
import type { Search } from '@frontdesk/react';
import { isLanguage } from '../../search/languages';
import { PRIORITIES } from '../tickets/choices';
import { SORTS, TYPE_NAMES } from './words';

/** Filters that a value of the results can be chosen for. */
export const FACETS = [
  'category',
  'status',
  'priority',
  'tag',
  'assignee',
  'team',
  'language',
] as const;
export type FacetName = (typeof FACETS)[number];

export interface SearchFilters {
  q: string;
  type: SearchType;
  sort: SearchSort;
  /** What is chosen; missing where nothing is. */
  facets: Partial<Record<FacetName, string>>;
}

export function readFilters(params: URLSearchParams): SearchFilters {
  const type = params.get('type') ?? '';
  const facets: SearchFilters['facets'] = {};
  for (const name of FACETS) {
    const value = params.get(name);
    if (value && isPossible(name, value)) facets[name] = value;
  }
  return {
    q: params.get('q') ?? '',
    type: Object.hasOwn(TYPE_NAMES, type) ? (type as SearchType) : 'all',
    sort: SORTS.find(({ value }) => value === params.get('sort'))?.value ?? 'relevance',
    facets,
  };
}

/** The server refuses a language or a priority that there is not. */
function isPossible(name: FacetName, value: string): boolean {
  if (name === 'language') return isLanguage(value);
  return name !== 'priority' || PRIORITIES.some((priority) => priority === value);
}

/** The address of these filters; what is as by default is left out. */
export function writeFilters({ q, type, sort, facets }: SearchFilters): URLSearchParams {
  const params = new URLSearchParams({ q: q.trim() });
  if (type !== 'all') params.set('type', type);
  if (sort !== 'relevance') params.set('sort', sort);
  for (const name of FACETS) {
    const value = facets[name];
    if (value) params.set(name, value);
  }
  return params;
}

/** The same as the server takes it. */
export function searchOf({ q, type, sort, facets }: SearchFilters, limit: number): Search {
  const { language, priority, ...others } = facets;
  return {
    q,
    type,
    sort,
    ...others,
    language: isLanguage(language) ? language : undefined,
    priority: PRIORITIES.find((each) => each === priority),
    facets: true,
    limit,
  };
}
