// The conversations themselves: only the rows in sight are on the page, however long the list is.
// The row that has the focus stays there too, wherever one scrolls.

import type { InboxItem } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button, Spinner } from '../../ui';
import { onListStep, stepIndex } from '../keyboard/list-focus';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { useConsole } from '../shared/console-context';
import styles from './inbox.module.css';
import { hasMarks, InboxRow, MARKED_ROW_HEIGHT, ROW_HEIGHT } from './inbox-row';
import { liveLine } from './live-line';
import type { useInboxList } from './queries';
import { useSelection } from './selection';

export interface LinesProps {
  items: readonly InboxItem[];
  list: ReturnType<typeof useInboxList>;
  selected?: string;
  linkTo: (id: string) => string;
}

/** Rows beyond those in sight. */
const OVERSCAN = 8;
/** The next page is asked for when no more than these are left below. */
const AHEAD = 25;

export function InboxLinesList({ items, list, selected, linkTo }: LinesProps) {
  const { me } = useConsole();
  const { sessions, threads } = useAgentDesk();
  const selection = useSelection();
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const order = useMemo(() => items.map(({ id }) => id), [items]);
  const held = useMemo(() => new Map(sessions.map((one) => [one.id, one])), [sessions]);
  const focusedAt = focused === null ? -1 : order.indexOf(focused);
  const selectedAt = selected === undefined ? -1 : order.indexOf(selected);

  const rem = useRem();
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => order[index] ?? index,
    estimateSize: (index) => {
      const item = items[index];
      return (item && hasMarks(item) ? MARKED_ROW_HEIGHT : ROW_HEIGHT) * rem;
    },
    overscan: OVERSCAN,
    rangeExtractor: useCallback(
      (range: Range) => withKept(defaultRangeExtractor(range), [focusedAt]),
      [focusedAt],
    ),
  });
  // The heights are worked out, not measured: other items, other heights.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the items are the signal
  useEffect(() => rows.measure(), [items, rem]);

  const shown = rows.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const { hasMore, loadingMore, loadMore, isStuck } = list;
  useEffect(() => {
    if (hasMore && !loadingMore && !isStuck && lastShown >= items.length - AHEAD) void loadMore();
  }, [hasMore, loadingMore, isStuck, loadMore, lastShown, items.length]);

  // What is opened from elsewhere, or by going on to the next, comes into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when something else is opened
  useEffect(() => {
    if (selectedAt >= 0) rows.scrollToIndex(selectedAt, { align: 'auto' });
  }, [selected, selectedAt >= 0]);

  const wanted = useRef<string | null>(null);
  const focus = (index: number) => {
    wanted.current = order[index] ?? null;
    rows.scrollToIndex(index, { align: 'auto' });
    setFocused(wanted.current);
  };
  useEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(
      `[data-id="${CSS.escape(wanted.current)}"]`,
    );
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const step = (by: 1 | -1): boolean => {
    const queue = [
      ...(scroller.current?.parentElement?.querySelectorAll<HTMLElement>(
        '[data-queue] [data-row]',
      ) ?? []),
    ];
    const inQueue = queue.indexOf(document.activeElement as HTMLElement);
    const has = scroller.current?.contains(document.activeElement) ?? false;
    const at = inQueue >= 0 ? inQueue : has && focusedAt >= 0 ? queue.length + focusedAt : null;
    const open = selectedAt >= 0 ? queue.length + selectedAt : null;
    const next = stepIndex(queue.length + items.length, at, open, by);
    if (next === null) return false;
    if (next < queue.length) queue[next]?.focus();
    else focus(next - queue.length);
    return true;
  };
  const stepping = useRef(step);
  useEffect(() => {
    stepping.current = step;
  });
  useEffect(() => onListStep(scroller.current?.parentElement, (by) => stepping.current(by)), []);

  const target = focusedAt >= 0 ? (focused ?? undefined) : selected;
  const extend = (by: 1 | -1) => {
    const from = target === undefined ? -1 : order.indexOf(target);
    const to = Math.min(items.length - 1, Math.max(0, from + by));
    const both = [order[from], order[to]].filter((id) => id !== undefined);
    if (order[to] === undefined) return;
    selection.replace([...selection.ids, ...both]);
    focus(to);
  };
  useShortcuts({
    select: () => {
      if (target !== undefined && order.includes(target)) selection.toggle(target);
    },
    extendDown: () => extend(1),
    extendUp: () => extend(-1),
  });

  return (
    // The rows inside have the focus and the roles; this only listens.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      ref={scroller}
      className={styles.scroll}
      onFocus={(event) => {
        const id = (event.target as HTMLElement).dataset.id;
        if (id) setFocused(id);
      }}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== 'a' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        selection.replace(order);
      }}
      aria-busy={list.isPlaceholderData}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: the rows are placed, not flowed */}
      <div
        role="list"
        aria-label="Conversations"
        style={{ height: rows.getTotalSize() }}
        className={styles.rows}
      >
        {shown.map(({ index, key, start, size }) => {
          const item = items[index];
          if (!item) return null;
          const live = liveLine(item, held.get(item.id), threads[item.id], me.id);
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above
            <div
              key={key}
              role="listitem"
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={index + 1}
              className={styles.place}
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              <InboxRow
                {...live}
                to={linkTo(item.id)}
                current={item.id === selected}
                checked={selection.ids.has(item.id)}
                selecting={selection.ids.size > 0}
                myId={me.id}
                onCheck={(extending) =>
                  extending ? selection.extendTo(item.id, order) : selection.toggle(item.id)
                }
              />
            </div>
          );
        })}
      </div>
      {isStuck && hasMore ? (
        <p className={styles.loadingMore}>
          <Button size="s" onClick={() => void loadMore()}>
            Load more
          </Button>
        </p>
      ) : null}
      {loadingMore ? (
        <p className={styles.loadingMore}>
          <Spinner size={16} label="Loading more conversations" />
        </p>
      ) : null}
    </div>
  );
}

function withKept(range: number[], kept: readonly number[]): number[] {
  const more = kept.filter((index) => index >= 0 && !range.includes(index));
  return more.length === 0 ? range : [...range, ...more].sort((one, other) => one - other);
}

/** How many pixels a rem has: who enlarges the text enlarges the rows. */
function useRem(): number {
  return useMemo(
    () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16,
    [],
  );
}
