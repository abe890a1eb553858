/** What is searched for in the help centre, as the address says it. Pure. */
import type { Language, SearchSort, SearchType } from '@frontdesk/client';
import { isLanguage } from '../search/languages';

export interface SearchFilters {
  q: string;
  type: SearchType;
  /** A category's slug; empty: any. */
  category: string;
  language: Language | '';
  sort: SearchSort;
}

/** What a customer may look in; those who are not signed in, in articles alone. */
export const TYPES: readonly SearchType[] = ['all', 'faq', 'tickets', 'chats'];
const SORTS: readonly SearchSort[] = ['relevance', 'newest', 'oldest'];

/** Reads the address; what it does not know counts as not said. */
export function readFilters(params: URLSearchParams, signedIn: boolean): SearchFilters {
  const type = TYPES.find((each) => each === params.get('type')) ?? 'all';
  const language = params.get('language');
  return {
    q: params.get('q') ?? '',
    type: signedIn ? type : 'all',
    category: params.get('category') ?? '',
    language: isLanguage(language) ? language : '',
    sort: SORTS.find((each) => each === params.get('sort')) ?? 'relevance',
  };
}

/** The address of these filters; what is as by default is left out. */
export function writeFilters({ q, type, category, language, sort }: SearchFilters) {
  const params = new URLSearchParams({ q: q.trim() });
  if (type !== 'all') params.set('type', type);
  if (category) params.set('category', category);
  if (language) params.set('language', language);
  if (sort !== 'relevance') params.set('sort', sort);
  return params;
}
