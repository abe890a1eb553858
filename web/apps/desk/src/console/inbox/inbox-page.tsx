// The agents' inbox: views, the list of one of them, and the conversation that is open from it. What
// is shown stands in the address.

import { useAgentDesk } from '@frontdesk/react';
import { Inbox } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import { Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { EmptyState, ErrorState, Loading } from '../../ui';
import { PaneHead, Panes } from '../shared/panes';
import { paths } from '../shared/paths';
import {
  baseOf,
  type Filters,
  filtersOf,
  isViewName,
  narrowedBy,
  searchOf,
  VIEWS,
} from './filters';
import { GoOnContext } from './go-on';
import styles from './inbox.module.css';
import { InboxList } from './inbox-list';
import { rememberView } from './last-view';
import { besideQueue } from './merge-list';
import { useInboxList, useSavedViews } from './queries';
import { SelectionProvider } from './selection';
import { type ShownAs, ThreadPane } from './thread-pane';
import { useInboxActions } from './use-inbox-actions';
import { ViewNav } from './view-nav';

const AS = 'as';

export function InboxPage() {
  const { view = 'mine', id } = useParams();
  return (
    <SelectionProvider key={view}>
      <InboxOf view={view} id={id} />
    </SelectionProvider>
  );
}

function InboxOf({ view, id }: { view: string; id?: string }) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const saved = useSavedViews();
  const base = useMemo(() => baseOf(view, saved.data ?? []), [view, saved.data]);
  const filters = useMemo(() => (base ? filtersOf(base, search) : null), [base, search]);
  const list = useInboxList(filters);
  const setFilters = useCallback(
    (next: Filters) => setSearch(searchOf(base ?? VIEWS.all, next), { replace: true }),
    [base, setSearch],
  );

  const beside = new URLSearchParams(search);
  beside.delete(AS);
  const suffix = beside.size > 0 ? `?${beside}` : '';
  const here = paths.view(view) + suffix;
  useEffect(() => rememberView(view + suffix), [view, suffix]);
  const linkTo = useCallback((one: string) => paths.inView(view, one) + suffix, [view, suffix]);

  const { waiting } = useAgentDesk();
  // What somebody has looked for by filters is all there.
  const isPlain = isViewName(view) && filters !== null && narrowedBy(VIEWS[view], filters) === 0;
  const items = useMemo(
    () => besideQueue(list.data?.items ?? [], isPlain ? waiting : []),
    [list.data, isPlain, waiting],
  );
  const actions = useInboxActions({
    items,
    openId: id,
    open: (next) => void navigate(next ? linkTo(next) : here),
  });

  const { goOn } = actions;
  if (!base && saved.isSuccess) return <Navigate to={paths.view('mine')} replace />;
  if (!base || !filters) {
    return (
      <>
        <PaneHead title="Inbox" />
        {saved.isError ? (
          <ErrorState error={saved.error} onRetry={() => void saved.refetch()} />
        ) : (
          <Loading label="Loading the view" />
        )}
      </>
    );
  }
  return (
    <div className={styles.inbox}>
      <ViewNav view={view} />
      <Panes
        listLabel="Conversations"
        detailLabel="Conversation"
        list={
          <InboxList
            {...{ view, base, filters, list, items, linkTo, actions }}
            onFilters={setFilters}
            selected={id}
          />
        }
        detail={
          id ? (
            <GoOnContext value={goOn}>
              <ThreadPane
                key={`${id} ${search.get(AS)}`}
                id={id}
                as={asOf(search.get(AS))}
                back={here}
              />
            </GoOnContext>
          ) : null
        }
        empty={
          <EmptyState icon={<Inbox size={26} aria-hidden />} title="No conversation is open">
            Choose one at the left, or press <kbd>j</kbd> and <kbd>Enter</kbd>. <kbd>?</kbd> shows
            all keys.
          </EmptyState>
        }
      />
      {actions.dialogs}
    </div>
  );
}

function asOf(text: string | null): ShownAs | null {
  return text === 'chat' || text === 'ticket' ? text : null;
}
