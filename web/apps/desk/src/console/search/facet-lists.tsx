// Beside the results: how they are spread, each value a button that narrows them down to it.

import type { FacetCount, Facets } from '@frontdesk/client';
import { X } from 'lucide-react';
import { languageName } from '../../search/languages';
import { Button, classes, priorityLabel, statusLabel } from '../../ui';
import { FACETS, type FacetName, type SearchFilters } from './filters';
import styles from './search-page.module.css';

const HEADINGS: Record<FacetName, string> = {
  status: 'Status',
  category: 'Category',
  priority: 'Priority',
  assignee: 'Assignee',
  team: 'Team',
  tag: 'Tag',
  language: 'Language',
};

const VALUES_SHOWN = 8;

const nameOf = (facet: FacetName, { value, label }: FacetCount): string => {
  if (label) return label;
  if (facet === 'status') return statusLabel(value);
  if (facet === 'priority') return priorityLabel(value);
  return facet === 'language' ? languageName(value) : value;
};

export interface FacetListsProps {
  facets: Facets | null;
  chosen: SearchFilters['facets'];
  onChange: (chosen: SearchFilters['facets']) => void;
}

export function FacetLists({ facets, chosen, onChange }: FacetListsProps) {
  const count = Object.values(chosen).filter(Boolean).length;
  return (
    <div className={styles.facets}>
      {count > 0 ? (
        <Button size="s" icon={<X size={15} aria-hidden />} onClick={() => onChange({})}>
          Take all filters away
        </Button>
      ) : null}
      {FACETS.map((facet) => (
        <FacetList
          key={facet}
          facet={facet}
          counts={facets?.[facet] ?? []}
          chosen={chosen[facet]}
          onChoose={(value) => onChange({ ...chosen, [facet]: value })}
        />
      ))}
    </div>
  );
}

interface FacetListProps {
  facet: FacetName;
  counts: readonly FacetCount[];
  chosen: string | undefined;
  onChoose: (value: string | undefined) => void;
}

function FacetList({ facet, counts, chosen, onChoose }: FacetListProps) {
  const isCounted = chosen === undefined || counts.some(({ value }) => value === chosen);
  const shown = counts.slice(0, VALUES_SHOWN);
  const beyond = counts.slice(VALUES_SHOWN).find(({ value }) => value === chosen);
  const all = [...shown, ...(beyond ? [beyond] : [])];
  if (!isCounted && chosen) all.push({ value: chosen, label: null, count: 0 });
  // What all results share tells them not apart.
  if (all.length < 2 && chosen === undefined) return null;
  const heading = `facet-${facet}`;
  return (
    <section aria-labelledby={heading}>
      <h2 className={styles.facetHeading} id={heading}>
        {HEADINGS[facet]}
      </h2>
      <ul className={styles.values}>
        {all.map((count) => {
          const isChosen = count.value === chosen;
          return (
            <li key={count.value}>
              <button
                type="button"
                className={classes(styles.value)}
                aria-pressed={isChosen}
                onClick={() => onChoose(isChosen ? undefined : count.value)}
              >
                <span className={styles.valueName}>{nameOf(facet, count)}</span>
                <span className={styles.valueCount}>
                  {count.count.toLocaleString()}
                  <span className="visually-hidden"> results</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
