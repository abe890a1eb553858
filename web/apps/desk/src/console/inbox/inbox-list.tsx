// The list at the left: its head with the view's name, filters, who waits, and the conversations.

import type { InboxItem } from '@frontdesk/client';
import { Filter, SlidersHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button, EmptyState, ErrorState, IconButton, Loading } from '../../ui';
import { LIST } from '../keyboard/list-focus';
import { PaneHead } from '../shared/panes';
import { BulkBar } from './bulk-bar';
import { FilterBar } from './filter-bar';
import { type Filters, narrowedBy } from './filters';
import styles from './inbox.module.css';
import { InboxLinesList } from './lines';
import { type useInboxList, useSavedViews } from './queries';
import { QueuePart } from './queue-part';
import type { InboxActions } from './use-inbox-actions';
import { SaveView, ViewActions } from './view-dialog';
import { ViewMenu, viewTitle } from './view-nav';

export interface InboxListProps {
  view: string;
  /** What the view shows by itself. */
  base: Filters;
  filters: Filters;
  onFilters: (filters: Filters) => void;
  list: ReturnType<typeof useInboxList>;
  items: readonly InboxItem[];
  selected?: string;
  linkTo: (id: string) => string;
  actions: InboxActions;
}

export function InboxList(props: InboxListProps) {
  const { view, base, filters, onFilters, selected, actions } = props;
  const saved = useSavedViews().data ?? [];
  const [shown, setShown] = useState(false);
  const narrowed = narrowedBy(base, filters);
  const title = viewTitle(view, saved);
  const own = saved.find(({ id }) => id === view);
  const root = useRef<HTMLDivElement>(null);
  return (
    <>
      <PaneHead
        title={title}
        level={selected ? 2 : 1}
        actions={
          <>
            <ViewMenu view={view} title={title} />
            {own ? <ViewActions saved={own} base={base} filters={filters} /> : null}
            <IconButton
              label={narrowed > 0 ? `Filters, ${narrowed} set` : 'Filters'}
              icon={<SlidersHorizontal size={18} aria-hidden />}
              aria-expanded={shown}
              onClick={() => setShown(!shown)}
            />
          </>
        }
      />
      {shown || narrowed > 0 ? (
        <FilterBar filters={filters} onFilters={onFilters}>
          {narrowed > 0 ? (
            <>
              <Button size="s" variant="ghost" onClick={() => onFilters(base)}>
                Clear
              </Button>
              <SaveView filters={filters} />
            </>
          ) : null}
        </FilterBar>
      ) : null}
      <BulkBar items={props.items} actions={actions} />
      <div ref={root} className={styles.lists} {...LIST}>
        <QueuePart selected={selected} />
        <Lines {...props} narrowed={narrowed} />
      </div>
    </>
  );
}

function Lines(props: InboxListProps & { narrowed: number }) {
  const { list, items, base, onFilters, narrowed, view } = props;
  if (list.isPending) return <Loading label="Loading the conversations" />;
  if (list.isError && items.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (items.length === 0) {
    return narrowed > 0 ? (
      <EmptyState
        icon={<Filter size={24} aria-hidden />}
        title="Nothing fits"
        action={<Button onClick={() => onFilters(base)}>Clear the filters</Button>}
      >
        No conversation of this view fits the filters.
      </EmptyState>
    ) : (list.data?.items.length ?? 0) > 0 ? (
      <EmptyState title="Nothing else is open">Who waits for an agent stands above.</EmptyState>
    ) : (
      <EmptyState title={EMPTY[view]?.title ?? 'Nothing here'}>{EMPTY[view]?.text}</EmptyState>
    );
  }
  return <InboxLinesList {...props} />;
}

const EMPTY: Record<string, { title: string; text: string }> = {
  mine: {
    title: 'All done',
    text: 'Chats that you accept and tickets that are assigned to you stand here.',
  },
  unassigned: { title: 'Everything has somebody', text: 'New tickets show up here by themselves.' },
  all: { title: 'Nothing is open', text: 'New chats and tickets show up here by themselves.' },
  snoozed: {
    title: 'Nothing is set aside',
    text: 'What waits for something can be set aside until then: press s.',
  },
  closed: { title: 'Nothing is closed yet', text: 'What is done with stands here.' },
};
