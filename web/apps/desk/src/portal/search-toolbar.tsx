/** Above the results: where to look, what to leave out, and what comes first. */

import type { Facets, SearchSort, SearchType } from '@frontdesk/client';
import { facetOptions, languageLabel } from '../search/facet-options';
import { useSession } from '../session';
import { ChoiceChips, Select } from '../ui';
import { t } from './locales';
import { useCategoryName } from './queries';
import { type SearchFilters, TYPES } from './search-filters';
import styles from './search-page.module.css';
import { t as talk } from './talk/locales';

const names = (): Record<SearchType, string> => ({
  all: talk.everything,
  faq: t.articlesHeading,
  tickets: talk.myTickets,
  chats: talk.myChats,
  customers: talk.customers,
});

const sorts = (): { value: SearchSort; label: string }[] => [
  { value: 'relevance', label: talk.bestFirst },
  { value: 'newest', label: talk.newestFirst },
  { value: 'oldest', label: talk.oldestFirst },
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
          label={talk.lookIn}
          options={TYPES.map((type) => ({ value: type, label: names()[type] }))}
          value={filters.type}
          onChange={(type) => onChange({ type })}
        />
      ) : null}
      <div className={styles.narrowing}>
        <Select
          className={styles.filter}
          size="s"
          label={talk.topic}
          hideLabel
          value={filters.category}
          onChange={(category) => onChange({ category })}
          options={facetOptions(
            talk.allTopics,
            facets?.category ?? [],
            filters.category,
            ({ value, label }) => label ?? categoryName(value),
          )}
        />
        {languages.length > 1 || filters.language ? (
          <Select
            className={styles.filter}
            size="s"
            label={talk.language}
            hideLabel
            value={filters.language}
            onChange={(language) => onChange({ language: language as SearchFilters['language'] })}
            options={facetOptions(talk.allLanguages, languages, filters.language, languageLabel)}
          />
        ) : null}
        <Select
          className={styles.filter}
          size="s"
          label={talk.order}
          hideLabel
          value={filters.sort}
          onChange={(sort) => onChange({ sort })}
          options={sorts()}
        />
      </div>
    </div>
  );
}
