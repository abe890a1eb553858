// One entry of the list behind the bell: a notification, or several of one conversation.

import { type NotificationGroup, titleOf, wordsOf } from './notification-groups';
import { ReadIcon, TypeIcon } from './notification-icons';

export interface NotificationEntryProps {
  group: NotificationGroup;
  onOpen: () => void;
  onRead: () => void;
}

export function NotificationEntry({ group, onOpen, onRead }: NotificationEntryProps) {
  const { latest, read } = group;
  const { type, createdAt } = latest;
  const title = titleOf(group);
  return (
    <li className="frontdesk-bell-item" data-unread={read ? undefined : ''}>
      <button
        type="button"
        data-stop
        className="frontdesk-bell-entry"
        data-type={type}
        onClick={onOpen}
      >
        <span className="frontdesk-bell-icon" aria-hidden="true">
          <TypeIcon type={type} />
        </span>
        <span className="frontdesk-bell-text">
          <span className="frontdesk-bell-title">
            {!read && <span className="frontdesk-visually-hidden">Unread: </span>}
            {title}
          </span>
          <span className="frontdesk-bell-message">{wordsOf(group)}</span>
          <time className="frontdesk-bell-time" dateTime={createdAt} title={absolute(createdAt)}>
            {relative(createdAt)}
          </time>
        </span>
      </button>
      {!read && (
        <button
          type="button"
          className="frontdesk-bell-read"
          aria-label={`Mark as read: ${title}`}
          title="Mark as read"
          onClick={(event) => {
            // The button goes with its use: one goes on from the entry.
            event.currentTarget.parentElement?.querySelector<HTMLElement>('[data-stop]')?.focus();
            onRead();
          }}
        >
          <ReadIcon />
        </button>
      )}
    </li>
  );
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
