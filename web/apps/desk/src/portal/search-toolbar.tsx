/** Above the results: where to look, what to leave out, and what comes first. */
import type { Facets, SearchSort, SearchType } from '@frontdesk/client';
import { facetOptions, languageLabel } from '../search/facet-options';
import { useSession } from '../session';
import { ChoiceChips, Select } from '../ui';
import { useCategoryName } from './queries';
import { type SearchFilters, TYPES } from './search-filters';
import styles from './search-page.module.css';

const NAMES: Record<SearchType, string> = {
  all: 'Everything',
  faq: 'Articles',
  tickets: 'My tickets',
  chats: 'My chats',
  customers: 'Customers',
};

const SORTS: readonly { value: SearchSort; label: string }[] = [
  { value: 'relevance', label: 'Best first' },
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
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
          label="Look in"
          options={TYPES.map((type) => ({ value: type, label: NAMES[type] }))}
          value={filters.type}
          onChange={(type) => onChange({ type })}
        />
      ) : null}
      <div className={styles.narrowing}>
        <Select
          className={styles.filter}
          size="s"
          label="Topic"
          hideLabel
          value={filters.category}
          onChange={(category) => onChange({ category })}
          options={facetOptions(
            'All topics',
            facets?.category ?? [],
            filters.category,
            ({ value, label }) => label ?? categoryName(value),
          )}
        />
        {languages.length > 1 || filters.language ? (
          <Select
            className={styles.filter}
            size="s"
            label="Language"
            hideLabel
            value={filters.language}
            onChange={(language) => onChange({ language: language as SearchFilters['language'] })}
            options={facetOptions('All languages', languages, filters.language, languageLabel)}
          />
        ) : null}
        <Select
          className={styles.filter}
          size="s"
          label="Order"
          hideLabel
          value={filters.sort}
          onChange={(sort) => onChange({ sort })}
          options={SORTS}
        />
      </div>
    </div>
  );
}
