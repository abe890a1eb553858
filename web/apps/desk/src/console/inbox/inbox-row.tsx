// A conversation in the list: whose it is, what it is about, what was said last, and what sets it
// apart. Its height follows from its marks alone, so that a long list need not be measured.

import type { InboxItem } from '@frontdesk/client';
import { Crown, Inbox, MessagesSquare } from 'lucide-react';
import type { MouseEvent } from 'react';
import { Link } from 'react-router';
import { Avatar, Badge, classes, PriorityPill, plural, RelativeTime, StatusPill } from '../../ui';
import { ROW } from '../keyboard/list-focus';
import styles from './inbox.module.css';

/** In rem. */
export const ROW_HEIGHT = 5;
export const MARKED_ROW_HEIGHT = 6.625;

const TAGS_SHOWN = 2;

export interface RowProps {
  item: InboxItem;
  to: string;
  /** The one that is open. */
  current: boolean;
  checked: boolean;
  /** Some are selected: the boxes stay in sight. */
  selecting: boolean;
  typing?: boolean;
  myId: string;
  onCheck: (extend: boolean) => void;
}

export function hasMarks(item: InboxItem): boolean {
  return isPressing(item) || item.tags.length > 0 || statusOf(item) !== null;
}

const isPressing = ({ priority }: InboxItem) => priority === 'urgent' || priority === 'high';

/** A state worth a word: what an open conversation is by itself is not. */
function statusOf({ kind, ticketStatus, chatStatus, isOpen }: InboxItem): string | null {
  if (kind === 'ticket') return ticketStatus && ticketStatus !== 'open' ? ticketStatus : null;
  if (chatStatus === 'waiting') return 'waiting';
  return isOpen ? null : 'closed';
}

export function InboxRow(props: RowProps) {
  const { item, to, current, checked, selecting, onCheck } = props;
  const isUnread = item.unreadCount > 0;
  const onClick = (event: MouseEvent) => {
    // With Shift a link would open a window; here it selects, as lists do.
    if (!event.shiftKey) return;
    event.preventDefault();
    onCheck(true);
  };
  return (
    <div
      className={classes(styles.row, isUnread && styles.unread)}
      data-current={current || undefined}
      data-checked={checked || undefined}
      data-selecting={selecting || undefined}
    >
      <Link
        to={to}
        className={styles.link}
        aria-current={current ? 'true' : undefined}
        data-id={item.id}
        onClick={onClick}
        {...ROW}
      >
        <span className={styles.face}>
          <Avatar name={item.userName} size={32} />
        </span>
        <Words {...props} />
      </Link>
      <label className={styles.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={checked}
          onChange={(event) =>
            onCheck((event.nativeEvent as { shiftKey?: boolean }).shiftKey === true)
          }
        />
        <span className="visually-hidden">Select the conversation with {item.userName}</span>
      </label>
    </div>
  );
}

function Words({ item, typing, myId }: RowProps) {
  const Kind = item.kind === 'ticket' ? Inbox : MessagesSquare;
  const title = item.subject || (item.kind === 'chat' ? 'Chat' : `Ticket #${item.ticketNumber}`);
  return (
    <span className={styles.words}>
      <span className={styles.line}>
        <span className={styles.name}>{item.userName}</span>
        {item.isVip ? <Vip /> : null}
        <RelativeTime time={item.updatedAt} className={styles.time} />
      </span>
      <span className={styles.line}>
        <Kind className={styles.kind} size={14} aria-label={item.kind} />
        <span className={styles.subject}>{title}</span>
        <Holder item={item} myId={myId} />
      </span>
      <span className={styles.line}>
        {item.hasDraft ? <span className={styles.draft}>Draft</span> : null}
        <span className={classes(styles.preview, typing && styles.typing)}>
          {typing ? 'is typing…' : item.preview || 'No messages yet'}
        </span>
        {item.unreadCount > 0 ? (
          <span className={styles.dot}>
            <span className="visually-hidden">{plural(item.unreadCount, 'unread message')}</span>
          </span>
        ) : null}
      </span>
      {hasMarks(item) ? <Marks item={item} /> : null}
    </span>
  );
}

function Vip() {
  return (
    <span className={styles.vip} title="VIP">
      <Crown size={13} aria-label="VIP" />
    </span>
  );
}

function Holder({ item: { assigneeId, assigneeName }, myId }: Pick<RowProps, 'item' | 'myId'>) {
  if (!assigneeId || assigneeId === myId) return null;
  return <span className={styles.holder}>{assigneeName ?? assigneeId}</span>;
}

function Marks({ item }: { item: InboxItem }) {
  const status = statusOf(item);
  const isUrgent = isPressing(item);
  const pills = Number(status !== null) + Number(isUrgent);
  const { tags } = item;
  return (
    <span className={styles.marks} data-pills={pills} title={tags.join(', ') || undefined}>
      {status ? <StatusPill status={status} /> : null}
      {isUrgent && item.priority ? <PriorityPill priority={item.priority} /> : null}
      {tags.slice(0, TAGS_SHOWN).map((tag) => (
        <span key={tag} className={styles.tag}>
          <Badge>
            <span className={styles.tagName}>{tag}</span>
          </Badge>
        </span>
      ))}
      {/* As many as are not to be seen: how many tags there is room for, the style sheet knows. */}
      {Array.from({ length: TAGS_SHOWN + 1 }, (_, shown) => shown)
        .filter((shown) => tags.length > shown)
        .map((shown) => (
          <span key={shown} className={styles.more} data-shown={shown}>
            +{tags.length - shown}
          </span>
        ))}
    </span>
  );
}
