// The bell: how many notifications are unread, and the list of them in a popover. Its look is in
// `styles.css`.

import {
  browserNotifications as browserKind,
  type DeskNotification,
  notificationCenter,
} from '@frontdesk/client';
import * as Popover from '@radix-ui/react-popover';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useMember } from './context';
import type { SomeMessages } from './messages';
import { MessagesProvider, useMessages } from './messages-context';
import { arrivalWords } from './notification-groups';
import { BellIcon } from './notification-icons';
import { NotificationList } from './notification-list';
import { useArrivals } from './use-arrivals';
import { useNotifications } from './use-notifications';
import { useSnapshot } from './use-snapshot';

export interface NotificationBellProps {
  /** A notification was chosen; it is marked read by itself, and the list closes. */
  onOpen?(notification: DeskNotification): void;
  /** Opens the page where the person says how they want to be told; no link where it is missing. */
  onSettings?(): void;
  className?: string;
  /** Which edge of the button the list lines up with; `end` when it is missing. */
  align?: 'start' | 'center' | 'end';
  messages?: SomeMessages['bell'];
}

/** Over this the badge says `99+`. */
const BADGE_MAX = 99;

export function NotificationBell({ messages, ...props }: NotificationBellProps) {
  const own = useMemo(() => ({ bell: messages }), [messages]);
  return (
    <MessagesProvider messages={own}>
      <Bell {...props} />
    </MessagesProvider>
  );
}

function Bell({
  onOpen,
  onSettings,
  className,
  align = 'end',
}: Omit<NotificationBellProps, 'messages'>) {
  const { bell: words } = useMessages();
  const notifications = useMember(notificationCenter);
  const { unreadCount } = useNotifications();
  const [open, setOpen] = useState(false);
  const arrived = useArrivals(notifications);
  useBrowserNotifications(onOpen);
  const closing = <Given extends unknown[]>(act: (...given: Given) => void) => {
    return (...given: Given) => {
      setOpen(false);
      act(...given);
    };
  };

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={['frontdesk-bell', className].filter(Boolean).join(' ')}
        aria-label={words.label(unreadCount)}
      >
        <BellIcon />
        {unreadCount > 0 && (
          <span className="frontdesk-bell-badge" aria-hidden="true">
            {unreadCount > BADGE_MAX ? `${BADGE_MAX}+` : unreadCount}
          </span>
        )}
      </Popover.Trigger>
      <span className="frontdesk-visually-hidden" role="status">
        {arrivalWords(arrived, words)}
      </span>
      <Popover.Portal>
        <Popover.Content
          className="frontdesk-bell-panel"
          aria-label={words.title}
          align={align}
          sideOffset={8}
          collisionPadding={8}
        >
          <NotificationList onOpen={onOpen && closing(onOpen)} />
          <PanelFoot onSettings={onSettings && closing(onSettings)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The browser's own notifications, while the person looks at no tab. */
function useBrowserNotifications(onOpen: NotificationBellProps['onOpen']): void {
  const notifications = useMember(notificationCenter);
  const browserNotifications = useMember(browserKind);
  const opener = useRef(onOpen);
  useEffect(() => {
    opener.current = onOpen;
  }, [onOpen]);
  useEffect(
    () =>
      browserNotifications.follow(notifications, (notification) => {
        notifications.markAsRead(notification.id).catch(() => {});
        opener.current?.(notification);
      }),
    [notifications, browserNotifications],
  );
}

function PanelFoot({ onSettings }: { onSettings?: () => void }) {
  const { bell: words } = useMessages();
  const browserNotifications = useMember(browserKind);
  const { permission } = useSnapshot(browserNotifications);
  const parts: ReactNode[] = [];
  if (permission === 'default') {
    parts.push(
      <button
        key="ask"
        type="button"
        className="frontdesk-bell-link"
        onClick={() => browserNotifications.request()}
      >
        {words.allow}
      </button>,
    );
  }
  if (permission === 'denied') {
    parts.push(<span key="denied">{words.blocked}</span>);
  }
  if (onSettings) {
    parts.push(
      <button key="settings" type="button" className="frontdesk-bell-link" onClick={onSettings}>
        {words.settings}
      </button>,
    );
  }
  return parts.length > 0 ? <div className="frontdesk-bell-footer">{parts}</div> : null;
}
