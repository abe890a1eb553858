// The bell: how many notifications are unread, the list of them in a popover, and the way to
// the browser's own notifications. Its look is in `styles.css`.

import { type DeskNotification, sentence } from '@frontdesk/client';
import * as Popover from '@radix-ui/react-popover';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useFrontdesk } from './context';
import { BellIcon, TypeIcon } from './notification-icons';
import { useNotifications } from './use-notifications';
import { useSnapshot } from './use-snapshot';

export interface NotificationBellProps {
  /** A notification was clicked; it is marked read by itself, and the list closes. */
  onOpen?(notification: DeskNotification): void;
  className?: string;
  /** Which edge of the button the list lines up with; `end` when it is missing. */
  align?: 'start' | 'center' | 'end';
}

/** Over this the badge says `99+`. */
const BADGE_MAX = 99;

export function NotificationBell({ onOpen, className, align = 'end' }: NotificationBellProps) {
  const { unreadCount } = useNotifications();
  const [open, setOpen] = useState(false);
  const arrival = useArrivals(onOpen);
  const label = unreadCount === 0 ? 'Notifications' : `Notifications, ${unreadCount} unread`;

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={['frontdesk-bell', className].filter(Boolean).join(' ')}
        aria-label={label}
      >
        <BellIcon />
        {unreadCount > 0 && (
          <span className="frontdesk-bell-badge" aria-hidden="true">
            {unreadCount > BADGE_MAX ? `${BADGE_MAX}+` : unreadCount}
          </span>
        )}
      </Popover.Trigger>
      <span className="frontdesk-visually-hidden" role="status">
        {arrival ? `New notification: ${arrival.title}` : ''}
      </span>
      <Popover.Portal>
        <Popover.Content
          className="frontdesk-bell-panel"
          aria-label="Notifications"
          align={align}
          sideOffset={8}
          collisionPadding={8}
        >
          <NotificationPanel
            onOpen={(notification) => {
              if (!onOpen) return;
              setOpen(false);
              onOpen(notification);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The latest arrival, for those who hear the page; and the browser's own notifications. */
function useArrivals(onOpen: NotificationBellProps['onOpen']): DeskNotification | null {
  const { notifications, browserNotifications } = useFrontdesk();
  const [arrival, setArrival] = useState<DeskNotification | null>(null);
  const opener = useRef(onOpen);
  useEffect(() => {
    opener.current = onOpen;
  }, [onOpen]);
  useEffect(() => notifications.onArrival(setArrival), [notifications]);
  useEffect(
    () =>
      browserNotifications.follow(notifications, (notification) => {
        notifications.markAsRead(notification.id).catch(() => {});
        opener.current?.(notification);
      }),
    [notifications, browserNotifications],
  );
  return arrival;
}

function NotificationPanel({ onOpen }: { onOpen(notification: DeskNotification): void }) {
  const { notifications, unreadCount, loading, hasMore, error, ...actions } = useNotifications();
  const isEmpty = notifications.length === 0;
  return (
    <>
      <header className="frontdesk-bell-header">
        <h2 className="frontdesk-bell-heading">Notifications</h2>
        {unreadCount > 0 && (
          <button
            type="button"
            className="frontdesk-bell-link"
            onClick={() => actions.markAllAsRead()}
          >
            Mark all as read
          </button>
        )}
      </header>
      {error && (
        <p className="frontdesk-bell-error" role="alert">
          {sentence(error)}
        </p>
      )}
      {isEmpty && loading && <p className="frontdesk-bell-note">Loading…</p>}
      {isEmpty && !loading && !error && (
        <p className="frontdesk-bell-note">
          Nothing new. You will hear of answers and changes to your tickets here.
        </p>
      )}
      {!isEmpty && (
        <ul className="frontdesk-bell-list" onKeyDown={moveFocus}>
          {notifications.map((notification) => (
            <NotificationEntry
              key={notification.id}
              notification={notification}
              onClick={() => {
                actions.markAsRead(notification.id);
                onOpen(notification);
              }}
            />
          ))}
          {hasMore && (
            <li>
              <button
                type="button"
                className="frontdesk-bell-more"
                disabled={loading}
                onClick={() => actions.loadMore()}
              >
                {loading ? 'Loading…' : 'Show older'}
              </button>
            </li>
          )}
        </ul>
      )}
      <BrowserOptIn />
    </>
  );
}

function NotificationEntry({
  notification,
  onClick,
}: {
  notification: DeskNotification;
  onClick(): void;
}) {
  const { type, title, message, read, createdAt } = notification;
  return (
    <li>
      <button
        type="button"
        className="frontdesk-bell-entry"
        data-unread={read ? undefined : ''}
        data-type={type}
        onClick={onClick}
      >
        <span className="frontdesk-bell-icon" aria-hidden="true">
          <TypeIcon type={type} />
        </span>
        <span className="frontdesk-bell-text">
          <span className="frontdesk-bell-title">
            {!read && <span className="frontdesk-visually-hidden">Unread: </span>}
            {title}
          </span>
          <span className="frontdesk-bell-message">{message}</span>
          <time className="frontdesk-bell-time" dateTime={createdAt} title={absolute(createdAt)}>
            {relative(createdAt)}
          </time>
        </span>
      </button>
    </li>
  );
}

function BrowserOptIn() {
  const { browserNotifications } = useFrontdesk();
  const { permission } = useSnapshot(browserNotifications);
  if (permission === 'default') {
    return (
      <footer className="frontdesk-bell-footer">
        <button
          type="button"
          className="frontdesk-bell-link"
          onClick={() => browserNotifications.request()}
        >
          Show notifications on this device
        </button>
      </footer>
    );
  }
  if (permission === 'denied') {
    return (
      <footer className="frontdesk-bell-footer">
        Notifications on this device are blocked in the browser’s settings.
      </footer>
    );
  }
  return null;
}

/** Arrow keys, Home and End go through the entries. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const at = entries.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  entries[Math.min(Math.max(to, 0), entries.length - 1)]?.focus();
}

const UNITS: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** “5 minutes ago”; a date once it is older than a week. */
function relative(time: string): string {
  const seconds = (Date.parse(time) - Date.now()) / 1_000;
  if (seconds < -7 * 86_400) {
    return new Date(time).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
  }
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) < length) continue;
    return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(
      Math.round(seconds / length),
      unit,
    );
  }
  return 'just now';
}

function absolute(time: string): string {
  return new Date(time).toLocaleString();
}
