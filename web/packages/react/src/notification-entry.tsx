// One entry of the list behind the bell: a notification, or several of one conversation.

import { useMessages } from './messages-context';
import { type NotificationGroup, titleOf, wordsOf } from './notification-groups';
import { ReadIcon, TypeIcon } from './notification-icons';
import { relativeTime, wholeTime } from './times';

export interface NotificationEntryProps {
  group: NotificationGroup;
  onOpen: () => void;
  onRead: () => void;
}

export function NotificationEntry({ group, onOpen, onRead }: NotificationEntryProps) {
  const { latest, read } = group;
  const { type, createdAt } = latest;
  const { bell: words, locale } = useMessages();
  const title = titleOf(group, words);
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
            {!read && <span className="frontdesk-visually-hidden">{words.unread}</span>}
            {title}
          </span>
          <span className="frontdesk-bell-message">{wordsOf(group, words)}</span>
          <time
            className="frontdesk-bell-time"
            dateTime={createdAt}
            title={wholeTime(createdAt, locale)}
          >
            {relativeTime(createdAt, Date.now(), words.justNow, locale)}
          </time>
        </span>
      </button>
      {!read && (
        <button
          type="button"
          className="frontdesk-bell-read"
          aria-label={words.markRead(title)}
          title={words.markRead(title)}
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
