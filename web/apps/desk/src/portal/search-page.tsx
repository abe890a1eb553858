/** Search results, with filters; everything that was asked for stands in the address. */

import { SEARCH_MIN_CHARS, type Search, useSearch } from '@frontdesk/react';
import { Link, useSearchParams } from 'react-router';
import { useDeskConfig, useSession } from '../session';
import { ErrorState, Loading, LoadMore, PageTitle, useDocumentTitle } from '../ui';
import { HelpSearch } from './help-search';
import { t } from './locales';
import { AskInstead, NothingFound } from './search-ask';
import { readFilters, type SearchFilters, writeFilters } from './search-filters';
import styles from './search-page.module.css';
import { SearchResultLists } from './search-results';
import { SearchToolbar } from './search-toolbar';
import { t as talk } from './talk/locales';

const PAGE = 20;

export default function SearchPage() {
  const [params, setParams] = useSearchParams();
  const { signedIn } = useSession();
  const filters = readFilters(params, signedIn);
  const { name } = useDeskConfig();
  useDocumentTitle(filters.q.trim() ? talk.searchTitle(filters.q.trim()) : t.search, name);

  const change = (part: Partial<SearchFilters>, { replace } = { replace: true }) =>
    setParams(writeFilters({ ...filters, ...part }), { replace });

  return (
    <>
      <PageTitle>{t.search}</PageTitle>
      <HelpSearch
        size="l"
        label={t.search}
        query={filters.q}
        onSearch={(q) => change({ q }, { replace: false })}
      />
      <Results filters={filters} onChange={change} />
    </>
  );
}

interface ResultsProps {
  filters: SearchFilters;
  onChange: (part: Partial<SearchFilters>) => void;
}

function Results({ filters, onChange }: ResultsProps) {
  const search = useSearch(searchOf(filters));
  const { answer } = search;
  if ([...filters.q.trim()].length < SEARCH_MIN_CHARS) {
    return <p className={styles.hint}>{talk.typeTwoLetters}</p>;
  }
  if (search.error && !answer) return <ErrorState error={search.error} onRetry={search.retry} />;
  if (!answer) return <Loading label={talk.searching} />;
  const total = answer.faq.length + answer.tickets.length + (answer.chats?.length ?? 0);
  const meant = answer.didYouMean;
  const toMeant = meant ? `?${writeFilters({ ...filters, q: meant })}` : null;
  return (
    <>
      <SearchToolbar filters={filters} facets={answer.facets} onChange={onChange} />
      <div className={styles.results} aria-busy={search.loading}>
        {toMeant ? (
          <p className={styles.meant}>{t.didYouMean(<Link to={toMeant}>{meant}</Link>)}</p>
        ) : null}
        <p className={total > 0 ? styles.count : 'visually-hidden'} role="status">
          {search.loading ? '' : countInWords(total, search.hasMore)}
        </p>
        {total === 0 && !search.loading ? (
          <NothingFound filters={filters} hasMeant={meant !== null} onChange={onChange} />
        ) : null}
        {total > 0 && !answer.answered ? <AskInstead question={filters.q} /> : null}
        <SearchResultLists answer={answer} onOpen={search.opened} />
        {search.error ? <ErrorState error={search.error} onRetry={search.retry} /> : null}
        <LoadMore hasMore={search.hasMore} loading={search.loadingMore} onLoad={search.loadMore} />
      </div>
    </>
  );
}

function countInWords(total: number, hasMore: boolean): string {
  return hasMore ? talk.firstResults(total) : talk.results(total);
}

function searchOf({ q, type, category, language, sort }: SearchFilters): Search {
  return {
    q,
    type,
    category: category || undefined,
    language: language || undefined,
    sort,
    facets: true,
    limit: PAGE,
  };
}
