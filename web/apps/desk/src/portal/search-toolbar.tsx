/** Above the results: where to look, what to leave out, and what comes first. */

import type { Facets, SearchSort, SearchType } from '@frontdesk/client';
import { facetOptions, languageLabel } from '../search/facet-options';
import { useSession } from '../session';
import { ChoiceChips, Select } from '../ui';
import { t } from './locales';
import { useCategoryName } from './queries';
import { type SearchFilters, TYPES } from './search-filters';
import styles from './search-page.module.css';

const names = (): Record<SearchType, string> => ({
  all: t.everything,
  faq: t.articlesHeading,
  tickets: t.myTickets,
  chats: t.myChats,
  customers: t.customers,
});

const sorts = (): { value: SearchSort; label: string }[] => [
  { value: 'relevance', label: t.bestFirst },
  { value: 'newest', label: t.newestFirst },
  { value: 'oldest', label: t.oldestFirst },
];

export interface SearchToolbarProps {
  filters: SearchFilters;
  facets: Facets | null;
  onChange: (part: Partial<SearchFilters>) => void;
}

export function SearchToolbar({ filters, facets, onChange }: SearchToolbarProps) {
  const { signedIn } = useSession();
  const categoryName = useCategoryName();
  const languages = facets?.language ?? [];
  return (
    <div className={styles.filters}>
      {signedIn ? (
        <ChoiceChips
          label={t.lookIn}
          options={TYPES.map((type) => ({ value: type, label: names()[type] }))}
          value={filters.type}
          onChange={(type) => onChange({ type })}
        />
      ) : null}
      <div className={styles.narrowing}>
        <Select
          className={styles.filter}
          size="s"
          label={t.topic}
          hideLabel
          value={filters.category}
          onChange={(category) => onChange({ category })}
          options={facetOptions(
            t.allTopics,
            facets?.category ?? [],
            filters.category,
            ({ value, label }) => label ?? categoryName(value),
          )}
        />
        {languages.length > 1 || filters.language ? (
          <Select
            className={styles.filter}
            size="s"
            label={t.language}
            hideLabel
            value={filters.language}
            onChange={(language) => onChange({ language: language as SearchFilters['language'] })}
            options={facetOptions(t.allLanguages, languages, filters.language, languageLabel)}
          />
        ) : null}
        <Select
          className={styles.filter}
          size="s"
          label={t.order}
          hideLabel
          value={filters.sort}
          onChange={(sort) => onChange({ sort })}
          options={sorts()}
        />
      </div>
    </div>
  );
}
