// What narrows the list of tickets: status tabs with counts, words, and three selects that fold
// away where the list is narrow.

import { useSnapshot } from '@frontdesk/react';
import { SlidersHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, priorityLabel, SearchBox, Select } from '../../ui';
import { singleKeys } from '../keyboard/single-keys';
import { useShowSelected } from '../keyboard/use-show-selected';
import { useConsole } from '../shared/console-context';
import { useAgents, useCategories } from '../shared/queries';
import styles from './filter-bar.module.css';
import {
  countOf,
  filterLabel,
  narrowedBy,
  PRIORITIES,
  STATUS_FILTERS,
  type StatusFilter,
  type TicketFilters,
} from './filters';
import { useTicketCounts } from './queries';

export interface FilterProps {
  filters: TicketFilters;
  onFilters: (filters: TicketFilters, options?: { replace?: boolean }) => void;
}

export interface FilterBarProps extends FilterProps {
  /** Whether the list stands beside an open ticket. */
  narrow: boolean;
}

export function FilterBar({ filters, onFilters, narrow }: FilterBarProps) {
  const [shown, setShown] = useState(false);
  const narrowed = narrowedBy(filters);
  return (
    <div className={styles.bar}>
      <div className={styles.searchRow}>
        <WordsField
          text={filters.text}
          onText={(text) => onFilters({ ...filters, text }, { replace: true })}
        />
        <Button
          className={styles.toggle}
          icon={<SlidersHorizontal size={16} aria-hidden />}
          aria-expanded={shown}
          aria-label={narrowed > 0 ? `Filters, ${narrowed} set` : 'Filters'}
          onClick={() => setShown(!shown)}
        >
          {narrowed > 0 ? narrowed : null}
        </Button>
      </div>
      <div className={styles.selects} data-shown={shown || undefined}>
        <NarrowingSelects filters={filters} onFilters={onFilters} />
      </div>
      <StatusTabs
        status={filters.status}
        narrow={narrow}
        onStatus={(status) => onFilters({ ...filters, status })}
      />
    </div>
  );
}

/** The list follows the words this long after the last keystroke. */
const PAUSE_MS = 250;

function WordsField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [from, setFrom] = useState(text);
  const { on } = useSnapshot(singleKeys);
  const report = useRef(onText);
  useEffect(() => {
    report.current = onText;
  });
  // The address changed by itself (the back button): follow it.
  if (from !== text) {
    setFrom(text);
    if (typed.trim() !== text) setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => report.current(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <SearchBox
      label="Search tickets by words or number"
      placeholder="Words or #number"
      value={typed}
      onChange={setTyped}
      onSubmit={(value) => onText(value.trim())}
      slash={on}
    />
  );
}

function NarrowingSelects({ filters, onFilters }: FilterProps) {
  const { me } = useConsole();
  const agents = useAgents();
  const categories = useCategories();
  const others = (agents.data ?? []).filter((agent) => agent.id !== me.id);
  return (
    <>
      <Select
        label="Assignee"
        hideLabel
        size="s"
        value={filters.assigned}
        onChange={(assigned) => onFilters({ ...filters, assigned })}
        options={[
          { value: '', label: 'Any assignee' },
          { value: 'me', label: 'Assigned to me' },
          { value: 'none', label: 'Unassigned' },
          ...others.map((agent) => ({ value: agent.id, label: agent.name })),
          ...unknownOption(filters.assigned, ['', 'me', 'none', ...others.map(({ id }) => id)]),
        ]}
      />
      <Select
        label="Priority"
        hideLabel
        size="s"
        value={filters.priority}
        onChange={(priority) => onFilters({ ...filters, priority })}
        options={[
          { value: '', label: 'Any priority' },
          ...PRIORITIES.map((value) => ({ value, label: priorityLabel(value) })),
        ]}
      />
      <Select
        label="Category"
        hideLabel
        size="s"
        value={filters.category}
        onChange={(category) => onFilters({ ...filters, category })}
        options={[
          { value: '', label: 'Any category' },
          ...(categories.data ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
          ...unknownOption(filters.category, [
            '',
            ...(categories.data ?? []).map(({ slug }) => slug),
          ]),
        ]}
      />
    </>
  );
}

/** A value of the address that no option has (yet) is still shown as what it is. */
function unknownOption(value: string, known: readonly string[]) {
  return known.includes(value) ? [] : [{ value, label: value }];
}

function StatusTabs({
  status,
  narrow,
  onStatus,
}: {
  status: StatusFilter;
  narrow: boolean;
  onStatus: (status: StatusFilter) => void;
}) {
  const counts = useTicketCounts();
  const tabs = useShowSelected<HTMLFieldSetElement>(`${status} ${narrow}`, counts.isSuccess);
  return (
    <fieldset ref={tabs} className={styles.tabs}>
      <legend className="visually-hidden">Status</legend>
      {STATUS_FILTERS.map((value) => (
        <button
          key={value}
          type="button"
          className={styles.tab}
          aria-pressed={value === status}
          onClick={() => onStatus(value)}
        >
          {filterLabel(value)}
          {counts.data ? <span className={styles.count}>{countOf(value, counts.data)}</span> : null}
        </button>
      ))}
    </fieldset>
  );
}
