// Which conversations are listed: the view's own filter, and what the address says beside it. So a
// list can be kept as a bookmark, sent to a colleague, and found again by the back button. Pure.

import type {
  ConversationKind,
  InboxFilter,
  InboxOrder,
  InboxStatus,
  Priority,
  SavedView,
  TicketStatus,
} from '@frontdesk/client';
import { PRIORITIES, STATUSES } from '../tickets/choices';

/** Empty: any. */
export interface Filters {
  status: InboxStatus;
  /** `me`, `none` or an agent's id. */
  assignee: string;
  kind: ConversationKind | '';
  ticketStatus: TicketStatus | '';
  priority: Priority | '';
  category: string;
  tag: string;
  teamId: string;
  order: InboxOrder;
}

export const INBOX_STATUSES: readonly InboxStatus[] = ['open', 'snoozed', 'closed', 'all'];
const KINDS: readonly ConversationKind[] = ['chat', 'ticket'];
const ORDERS: readonly InboxOrder[] = ['newest', 'oldest'];

const OPEN: Filters = {
  status: 'open',
  assignee: '',
  kind: '',
  ticketStatus: '',
  priority: '',
  category: '',
  tag: '',
  teamId: '',
  order: 'newest',
};

/** The views that every desk has. */
export const VIEWS = {
  mine: { ...OPEN, assignee: 'me' },
  unassigned: { ...OPEN, assignee: 'none' },
  all: OPEN,
  snoozed: { ...OPEN, status: 'snoozed' },
  closed: { ...OPEN, status: 'closed' },
} as const satisfies Record<string, Filters>;

export type ViewName = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as ViewName[];

export const isViewName = (view: string): view is ViewName => view in VIEWS;

/** What a view shows by itself; null for a saved one that is not known (yet). */
export function baseOf(view: string, saved: readonly SavedView[]): Filters | null {
  if (isViewName(view)) return VIEWS[view];
  const found = saved.find(({ id }) => id === view);
  return found ? { ...ofServer(found.filter), order: found.order } : null;
}

function ofServer(filter: InboxFilter): Filters {
  const { status, assignee, kind, ticketStatus, priority, category, tag, teamId } = filter;
  return {
    ...OPEN,
    status,
    assignee: assignee ?? '',
    kind: kind ?? '',
    ticketStatus: ticketStatus ?? '',
    priority: priority ?? '',
    category: category ?? '',
    tag: tag ?? '',
    teamId: teamId ?? '',
  };
}

const NAMES = Object.keys(OPEN) as (keyof Filters)[];

/** The members that have names of their own; what the address spells wrongly counts as not said. */
const ALLOWED: Partial<Record<keyof Filters, readonly string[]>> = {
  status: INBOX_STATUSES,
  kind: ['', ...KINDS],
  ticketStatus: ['', ...STATUSES],
  priority: ['', ...PRIORITIES],
  order: ORDERS,
};

/** The view's filters, with those of the address instead. */
export function filtersOf(base: Filters, search: URLSearchParams): Filters {
  const said: Record<string, string> = {};
  for (const name of NAMES) {
    const value = search.get(name);
    if (value === null) continue;
    if (ALLOWED[name] && !ALLOWED[name].includes(value)) continue;
    said[name] = value;
  }
  return { ...base, ...said };
}

/** What the address must say so that these filters come of a view. */
export function searchOf(base: Filters, filters: Filters): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of NAMES) if (filters[name] !== base[name]) search.set(name, filters[name]);
  return search;
}

/** How many filters are set beside those of the view; the order is none. */
export function narrowedBy(base: Filters, filters: Filters): number {
  return NAMES.filter((name) => name !== 'order' && filters[name] !== base[name]).length;
}

/** As the server takes it, in a query and in a saved view. */
export function filterOf({ order: _, status, ...others }: Filters): Partial<InboxFilter> {
  const said = Object.entries(others).filter(([, value]) => value !== '');
  return { status, ...(Object.fromEntries(said) as Partial<InboxFilter>) };
}
