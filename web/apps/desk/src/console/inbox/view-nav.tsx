// The views with their counts: a column of links where there is room, a menu in the list's head
// elsewhere.

import type { InboxCounts, SavedView } from '@frontdesk/client';
import {
  Bookmark,
  ChevronDown,
  CircleCheck,
  CircleDashed,
  Clock,
  Inbox,
  type LucideIcon,
  UserRound,
  UsersRound,
} from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { Menu, type MenuEntry } from '../../ui';
import { paths } from '../shared/paths';
import { isViewName, VIEW_NAMES, type ViewName } from './filters';
import styles from './inbox.module.css';
import { useInboxCounts, useSavedViews } from './queries';
import { countInWords } from './words';

const LOOKS: Record<ViewName, { label: string; icon: LucideIcon }> = {
  mine: { label: 'Mine', icon: UserRound },
  unassigned: { label: 'Unassigned', icon: CircleDashed },
  all: { label: 'All open', icon: Inbox },
  snoozed: { label: 'Set aside', icon: Clock },
  closed: { label: 'Closed', icon: CircleCheck },
};

interface ShownView {
  id: string;
  label: string;
  icon: LucideIcon;
  count?: number;
}

function useShownViews(): { own: ShownView[]; saved: ShownView[] } {
  const counts = useInboxCounts().data;
  const views = useSavedViews().data ?? [];
  return {
    own: VIEW_NAMES.map((id) => ({ id, ...LOOKS[id], count: countOf(counts, id) })),
    saved: views.map((view) => ({
      id: view.id,
      label: view.name,
      icon: view.visibility === 'everyone' ? UsersRound : Bookmark,
      count: counts?.views.find(({ id }) => id === view.id)?.count,
    })),
  };
}

/** What is done with is not counted: nobody has to see to it. */
function countOf(counts: InboxCounts | undefined, view: ViewName): number | undefined {
  return view === 'closed' ? undefined : counts?.[view];
}

export function viewTitle(view: string, saved: readonly SavedView[]): string {
  if (isViewName(view)) return LOOKS[view].label;
  return saved.find(({ id }) => id === view)?.name ?? 'Inbox';
}

export function ViewNav({ view }: { view: string }) {
  const { own, saved } = useShownViews();
  const row = ({ id, label, icon: Icon, count }: ShownView) => (
    <li key={id}>
      <Link
        className={styles.view}
        to={paths.view(id)}
        aria-current={id === view ? 'page' : undefined}
      >
        <Icon size={16} aria-hidden />
        <span className={styles.viewName}>{label}</span>
        <Count count={count} />
      </Link>
    </li>
  );
  return (
    <nav className={styles.views} aria-label="Views">
      <ul>{own.map(row)}</ul>
      {saved.length > 0 ? (
        <>
          <h2 className={styles.viewsHeading}>Saved views</h2>
          <ul>{saved.map(row)}</ul>
        </>
      ) : null}
    </nav>
  );
}

function Count({ count }: { count?: number }) {
  if (!count) return null;
  return <span className={styles.viewCount}>{countInWords(count)}</span>;
}

/** The same where there is no room for a column. */
export function ViewMenu({ view, title }: { view: string; title: string }) {
  const navigate = useNavigate();
  const { own, saved } = useShownViews();
  const entry = ({ id, label, icon: Icon, count }: ShownView): MenuEntry => ({
    label: (
      <span className={styles.viewEntry} data-current={id === view || undefined}>
        <span className={styles.viewName}>{label}</span>
        <Count count={count} />
      </span>
    ),
    icon: <Icon size={16} aria-hidden />,
    onSelect: () => void navigate(paths.view(id)),
  });
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={styles.viewMenu} aria-label={`View: ${title}`}>
          <ChevronDown size={18} aria-hidden />
        </button>
      }
      entries={[
        ...own.map(entry),
        ...(saved.length > 0 ? [{ heading: 'Saved views' }, ...saved.map(entry)] : []),
      ]}
    />
  );
}
