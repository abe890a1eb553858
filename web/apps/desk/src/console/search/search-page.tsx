// The results of a search over everything, with filters; what was asked for stands in the address.

import { SEARCH_MIN_CHARS, useSearch } from '@frontdesk/react';
import { Search, SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ChoiceChips, EmptyState, ErrorState, Loading, LoadMore, plural, Select } from '../../ui';
import { PaneHead } from '../shared/panes';
import { ConsoleSearchBox } from './console-search-box';
import { FacetLists } from './facet-lists';
import { readFilters, type SearchFilters, searchOf, writeFilters } from './filters';
import { ResultLists } from './result-lists';
import styles from './search-page.module.css';
import { HIT_TYPES, SORTS, TYPE_NAMES } from './words';

const PAGE = 20;

export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const field = useRef<HTMLInputElement>(null);
  const change = (part: Partial<SearchFilters>, { replace } = { replace: true }) =>
    setParams(writeFilters({ ...filters, ...part }), { replace });
  // Nothing is asked yet: what one does here is to type.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the page is come to
  useEffect(() => {
    if (filters.q.trim() === '') field.current?.focus();
  }, []);
  return (
    <>
      <PaneHead title="Search" />
      <div className={styles.scroll}>
        <div className={styles.page}>
          <ConsoleSearchBox
            slash
            field={field}
            query={filters.q}
            onSearch={(q) => change({ q }, { replace: false })}
          />
          <Results filters={filters} onChange={change} />
        </div>
      </div>
    </>
  );
}

interface ResultsProps {
  filters: SearchFilters;
  onChange: (part: Partial<SearchFilters>) => void;
}

function Results({ filters, onChange }: ResultsProps) {
  const search = useSearch(searchOf(filters, PAGE));
  const { answer } = search;
  if ([...filters.q.trim()].length < SEARCH_MIN_CHARS) {
    return (
      <EmptyState icon={<Search size={26} aria-hidden />} title="Search everything">
        Tickets, chats, internal notes, articles, customers and files. Narrow it down by filters
        such as <code>status:open</code> or <code>from:maya</code>.
      </EmptyState>
    );
  }
  if (search.error && !answer) return <ErrorState error={search.error} onRetry={search.retry} />;
  if (!answer) return <Loading label="Searching" />;
  const total = HIT_TYPES.reduce((sum, type) => sum + (answer[type]?.length ?? 0), 0);
  const meant = answer.didYouMean;
  return (
    <>
      <div className={styles.toolbar}>
        <ChoiceChips
          label="Look in"
          value={filters.type}
          onChange={(type) => onChange({ type })}
          options={(['all', ...HIT_TYPES] as const).map((type) => ({
            value: type,
            label: TYPE_NAMES[type],
          }))}
        />
        <Select
          className={styles.order}
          size="s"
          label="Order"
          hideLabel
          value={filters.sort}
          onChange={(sort) => onChange({ sort })}
          options={SORTS}
        />
      </div>
      <div className={styles.columns}>
        <details className={styles.narrowing} open={isWide()}>
          <summary>Narrow down</summary>
          <FacetLists
            facets={answer.facets}
            chosen={filters.facets}
            onChange={(facets) => onChange({ facets })}
          />
        </details>
        <div className={styles.results} aria-busy={search.loading}>
          {meant ? (
            <p>
              Did you mean <Link to={`?${writeFilters({ ...filters, q: meant })}`}>{meant}</Link>?
            </p>
          ) : null}
          <p className={total > 0 ? styles.count : 'visually-hidden'} role="status">
            {search.loading
              ? ''
              : search.hasMore
                ? `The first ${plural(total, 'result')}`
                : plural(total, 'result')}
          </p>
          {total === 0 && !search.loading ? (
            <EmptyState
              icon={<SearchX size={26} aria-hidden />}
              title={`Nothing found for “${filters.q.trim()}”`}
            >
              Try other or fewer words, or take filters away.
            </EmptyState>
          ) : null}
          <ResultLists answer={answer} onOpen={search.opened} />
          {search.error ? <ErrorState error={search.error} onRetry={search.retry} /> : null}
          <LoadMore
            hasMore={search.hasMore}
            loading={search.loadingMore}
            onLoad={search.loadMore}
          />
        </div>
      </div>
    </>
  );
}

/** Whether there is room beside the results: then what narrows them down stands open. */
function isWide(): boolean {
  return window.matchMedia('(min-width: 60rem)').matches;
}
