// What is behind the bell: the list with its filters, by day and by conversation, and the ways
// through it by keys.

import { type DeskNotification, sentence } from '@frontdesk/client';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { Messages } from './messages';
import { useMessages } from './messages-context';
import { NotificationEntry } from './notification-entry';
import {
  fits,
  type NotificationFilter,
  type NotificationGroup,
  sectionsOf,
  typeName,
  typesOf,
} from './notification-groups';
import { useNotifications } from './use-notifications';

export interface NotificationListProps {
  onOpen?: (notification: DeskNotification) => void;
}

/** With fewer than that, nobody needs to filter. */
const FILTERS_FROM = 2;

export function NotificationList({ onOpen }: NotificationListProps) {
  const { notifications, unreadCount, loading, hasMore, error, ...actions } = useNotifications();
  const { bell: words } = useMessages();
  const [filter, setFilter] = useState<NotificationFilter>('all');
  const shown = notifications.filter((one) => fits(one, filter));
  const sections = sectionsOf(shown, Date.now());
  const isEmpty = shown.length === 0;
  const isFurtherBack = isEmpty && filter === 'unread' && unreadCount > 0 && hasMore && !error;
  useMore(isFurtherBack && !loading, actions.loadMore);

  const read = ({ all }: NotificationGroup) => {
    for (const { id, read } of all) if (!read) actions.markAsRead(id);
  };
  const open = (group: NotificationGroup) => {
    read(group);
    onOpen?.(group.latest);
  };

  return (
    <>
      <div className="frontdesk-bell-header">
        <h2 className="frontdesk-bell-heading">{words.title}</h2>
        {unreadCount > 0 && (
          <button
            type="button"
            className="frontdesk-bell-link"
            onClick={() => actions.markAllAsRead()}
          >
            {words.markAllRead}
          </button>
        )}
      </div>
      {notifications.length >= FILTERS_FROM && (
        <Filters all={notifications} value={filter} onChange={setFilter} />
      )}
      {error && (
        <p className="frontdesk-bell-error" role="alert">
          {sentence(error)}
          {notifications.length === 0 && (
            <button type="button" className="frontdesk-bell-link" onClick={() => actions.refresh()}>
              {words.retry}
            </button>
          )}
        </p>
      )}
      {isEmpty && (loading || isFurtherBack) && (
        <p className="frontdesk-bell-note">{words.loading}</p>
      )}
      {isEmpty && !loading && !error && !isFurtherBack && (
        <p className="frontdesk-bell-note">{noneOf(filter, words)}</p>
      )}
      {!isEmpty && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the buttons in it
        <div className="frontdesk-bell-list" onKeyDown={moveFocus}>
          {sections.map((section) => (
            <Section
              key={section.day}
              name={words[section.day]}
              groups={section.groups}
              onOpen={open}
              onRead={read}
            />
          ))}
          {hasMore && (
            <button
              type="button"
              data-stop
              className="frontdesk-bell-more"
              disabled={loading}
              onClick={() => actions.loadMore()}
            >
              {loading ? words.loading : words.older}
            </button>
          )}
        </div>
      )}
    </>
  );
}

function noneOf(filter: NotificationFilter, words: Messages['bell']): string {
  if (filter === 'all') return words.none;
  return filter === 'unread' ? words.noneUnread : words.noneOfKind;
}

/** What is unread may lie further back than what is loaded. */
function useMore(wanted: boolean, loadMore: () => Promise<void>): void {
  useEffect(() => {
    if (wanted) void loadMore();
  }, [wanted, loadMore]);
}

interface SectionProps {
  name: string;
  groups: readonly NotificationGroup[];
  onOpen: (group: NotificationGroup) => void;
  onRead: (group: NotificationGroup) => void;
}

function Section({ name, groups, onOpen, onRead }: SectionProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h3 className="frontdesk-bell-day" id={heading}>
        {name}
      </h3>
      <ul className="frontdesk-bell-entries">
        {groups.map((group) => (
          <NotificationEntry
            key={group.key}
            group={group}
            onOpen={() => onOpen(group)}
            onRead={() => onRead(group)}
          />
        ))}
      </ul>
    </section>
  );
}

interface FiltersProps {
  all: readonly DeskNotification[];
  value: NotificationFilter;
  onChange: (filter: NotificationFilter) => void;
}

function Filters({ all, value, onChange }: FiltersProps) {
  const { bell: words } = useMessages();
  const types = typesOf(all, words);
  const options: [NotificationFilter, string][] = [
    ['all', words.all],
    ['unread', words.onlyUnread],
    ...(types.length > 1
      ? types.map((type): [NotificationFilter, string] => [type, typeName(type, words)])
      : []),
  ];
  const name = useId();
  return (
    <fieldset className="frontdesk-bell-filters">
      <legend className="frontdesk-visually-hidden">{words.show}</legend>
      {options.map(([filter, label]) => (
        <label key={filter} className="frontdesk-bell-filter">
          <input
            type="radio"
            className="frontdesk-visually-hidden"
            name={name}
            checked={filter === value}
            onChange={() => onChange(filter)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** Arrow keys, Home and End go through the entries. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const stops = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('[data-stop]:not(:disabled)'),
  ];
  const focused = document.activeElement;
  // From the small button beside an entry one goes on from that entry.
  const at = stops.findIndex((stop) => stop === focused || stop.parentElement?.contains(focused));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  stops[Math.min(Math.max(to, 0), stops.length - 1)]?.focus();
}
