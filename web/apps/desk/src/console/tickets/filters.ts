// Which tickets are listed, as the address says it: so a filtered list can be kept as a bookmark,
// sent to a colleague, and found again with the back button. Pure functions.

import type { Priority, TicketCounts, TicketQuery, TicketStatus } from '@frontdesk/client';
import { statusLabel } from '../../ui';

/** `aside`: those that are set aside for later, which stand in no other list. */
export type StatusFilter = TicketStatus | 'aside' | 'all';

export interface TicketFilters {
  status: StatusFilter;
  /** Empty: any. */
  priority: Priority | '';
  /** A category's slug; empty: any. */
  category: string;
  /** `me`, `none` or an agent's id; empty: anybody's. */
  assigned: string;
  /** Words, or a ticket's number. */
  text: string;
}

export const STATUS_FILTERS: readonly StatusFilter[] = [
  'open',
  'in-progress',
  'resolved',
  'closed',
  'aside',
  'all',
];

export const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'medium', 'low'];
export const STATUSES: readonly TicketStatus[] = ['open', 'in-progress', 'resolved', 'closed'];

/** What the page shows when the address says nothing: the work that is to be done. */
export const DEFAULT_FILTERS: TicketFilters = {
  status: 'open',
  priority: '',
  category: '',
  assigned: '',
  text: '',
};

/** Reads the address; what it does not know counts as not said. */
export function filtersOf(search: URLSearchParams): TicketFilters {
  return {
    status: oneOf(STATUS_FILTERS, search.get('status')) ?? DEFAULT_FILTERS.status,
    priority: oneOf(PRIORITIES, search.get('priority')) ?? '',
    category: search.get('category') ?? '',
    assigned: search.get('assigned') ?? '',
    text: search.get('q') ?? '',
  };
}

/** The address of these filters; what is as by default is left out. */
export function searchOf(filters: TicketFilters): URLSearchParams {
  const search = new URLSearchParams();
  if (filters.status !== DEFAULT_FILTERS.status) search.set('status', filters.status);
  if (filters.priority) search.set('priority', filters.priority);
  if (filters.category) search.set('category', filters.category);
  if (filters.assigned) search.set('assigned', filters.assigned);
  if (filters.text.trim()) search.set('q', filters.text.trim());
  return search;
}

/** The same as the server takes it. */
export function queryOf(filters: TicketFilters): TicketQuery {
  return {
    ...whichOf(filters.status),
    priority: filters.priority || undefined,
    category: filters.category || undefined,
    assignedTo: filters.assigned || undefined,
    q: filters.text.trim() || undefined,
  };
}

function whichOf(status: StatusFilter): Pick<TicketQuery, 'status' | 'snoozed'> {
  switch (status) {
    case 'all':
      return {};
    case 'aside':
      return { snoozed: true };
    default:
      return { status };
  }
}

/** What a tab is called. */
export function filterLabel(status: StatusFilter): string {
  switch (status) {
    case 'all':
      return 'All';
    case 'aside':
      return 'Set aside';
    default:
      return statusLabel(status);
  }
}

/** How many filters beside the status and the words are set. */
export function narrowedBy(filters: TicketFilters): number {
  return [filters.priority, filters.category, filters.assigned].filter(Boolean).length;
}

/** How many tickets of the whole desk a tab stands for. */
export function countOf(status: StatusFilter, counts: TicketCounts): number {
  switch (status) {
    case 'open':
      return counts.open;
    case 'in-progress':
      return counts.inProgress;
    case 'resolved':
      return counts.resolved;
    case 'closed':
      return counts.closed;
    case 'aside':
      return counts.snoozed;
    case 'all':
      return counts.open + counts.inProgress + counts.resolved + counts.closed;
  }
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null;
}
