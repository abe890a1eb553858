// The list of tickets: rows beside an open ticket, columns where it has the page to itself.

import type { Ticket } from '@frontdesk/client';
import { Inbox } from 'lucide-react';
import { Link } from 'react-router';
import {
  Button,
  classes,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  PriorityPill,
  RelativeTime,
  StatusPill,
  statusLabel,
} from '../../ui';
import { LIST, ROW } from '../keyboard/list-focus';
import { useShowSelected } from '../keyboard/use-show-selected';
import { useConsole } from '../shared/console-context';
import { PaneHead } from '../shared/panes';
import { useCategories } from '../shared/queries';
import { FilterBar, type FilterProps } from './filter-bar';
import { DEFAULT_FILTERS, narrowedBy, type TicketFilters } from './filters';
import { useTicketList } from './queries';
import styles from './ticket-list.module.css';

export interface TicketListProps extends FilterProps {
  selected?: string;
  linkTo: (ticketId: string) => string;
}

export function TicketList({ filters, onFilters, selected, linkTo }: TicketListProps) {
  const list = useTicketList(filters);
  const tickets = list.data?.pages.flatMap((page) => page.items) ?? [];
  // Tickets of any status stand side by side.
  const mixes = filters.status === 'all' || filters.status === 'aside';
  const rows = useShowSelected<HTMLUListElement>(selected, tickets.length > 0);
  return (
    <>
      <PaneHead title="Tickets" level={selected ? 2 : 1} />
      <FilterBar filters={filters} onFilters={onFilters} narrow={selected !== undefined} />
      <div className={styles.scroll} {...LIST} aria-busy={list.isPlaceholderData}>
        {list.isPending ? <Loading label="Loading tickets" /> : null}
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && tickets.length === 0 ? (
          <NoTickets filters={filters} onFilters={onFilters} />
        ) : null}
        {tickets.length > 0 ? (
          <ul
            ref={rows}
            className={classes(
              styles.rows,
              list.isPlaceholderData && styles.stale,
              mixes && styles.withStatus,
            )}
          >
            {tickets.map((ticket) => (
              <Row
                key={ticket.id}
                ticket={ticket}
                selected={ticket.id === selected}
                to={linkTo(ticket.id)}
                showStatus={mixes}
              />
            ))}
          </ul>
        ) : null}
        <LoadMore
          hasMore={list.hasNextPage}
          loading={list.isFetchingNextPage}
          onLoad={() => void list.fetchNextPage()}
          auto
        />
      </div>
    </>
  );
}

function Row({
  ticket,
  selected,
  to,
  showStatus,
}: {
  ticket: Ticket;
  selected: boolean;
  to: string;
  showStatus: boolean;
}) {
  const { me } = useConsole();
  const categories = useCategories();
  const category = categories.data?.find(({ slug }) => slug === ticket.category);
  const isUrgent = ticket.priority === 'urgent' || ticket.priority === 'high';
  const assignee = ticket.assignedTo === me.id ? 'You' : ticket.assignedToName;
  return (
    <li>
      <Link
        to={to}
        className={classes(styles.row, selected && styles.selected)}
        aria-current={selected ? 'true' : undefined}
        {...ROW}
      >
        <span className={styles.number}>#{ticket.number}</span>
        <span className={styles.main}>
          <span className={styles.subject}>{ticket.subject}</span>
          <span className={styles.customer}>{ticket.userName}</span>
        </span>
        <span className={styles.marks}>
          {showStatus ? <StatusPill status={ticket.status} /> : null}
          {isUrgent ? <PriorityPill priority={ticket.priority} /> : null}
        </span>
        <span className={styles.category}>{category?.name ?? ticket.category}</span>
        <span className={classes(styles.assignee, !assignee && styles.nobody)}>
          {assignee ?? 'Unassigned'}
        </span>
        <RelativeTime time={ticket.updatedAt} className={styles.time} />
      </Link>
    </li>
  );
}

function NoTickets({ filters, onFilters }: FilterProps) {
  const narrowed = narrowedBy(filters) > 0 || filters.text !== '';
  return (
    <EmptyState
      icon={<Inbox size={26} aria-hidden />}
      title={emptyTitle(filters, narrowed)}
      action={
        narrowed ? (
          <Button onClick={() => onFilters({ ...DEFAULT_FILTERS, status: filters.status })}>
            Clear the filters
          </Button>
        ) : filters.status !== 'all' ? (
          <Button onClick={() => onFilters({ ...filters, status: 'all' })}>Show all tickets</Button>
        ) : null
      }
    >
      {emptyText(filters, narrowed)}
    </EmptyState>
  );
}

function emptyText({ status }: TicketFilters, narrowed: boolean): string {
  if (narrowed && (status === 'all' || status === 'aside')) return 'No ticket fits the filters.';
  if (narrowed) return 'No ticket of this status fits the filters.';
  if (status === 'aside') return 'Tickets that wait for something can be set aside until then.';
  return 'Tickets come from the help centre; new ones show up here by themselves.';
}

function emptyTitle({ status }: TicketFilters, narrowed: boolean): string {
  if (narrowed) return 'Nothing fits';
  if (status === 'all') return 'No tickets yet';
  if (status === 'aside') return 'Nothing is set aside';
  return `Nothing is ${statusLabel(status).toLowerCase()}`;
}
