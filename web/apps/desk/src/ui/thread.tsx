/**
 * A conversation: messages grouped by sender and day, with lines for what happened in between.
 * Used for chats and tickets, by customers and by agents. Stays at the end while one reads there.
 */

import type { Attachment, ThreadMessage } from '@frontdesk/client';
import { ArrowDown, CircleAlert, Lock } from 'lucide-react';
import { memo, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Avatar } from './avatar';
import { Button } from './button';
import { classes } from './classes';
import { AttachmentList } from './files/attachments';
import { FileViewerHost } from './files/viewer-host';
import { clockTime, dayLabel, fullTime } from './format';
import { t } from './locales';
import { Markdown } from './markdown';
import { MessageState, type ShownState, stateMarks } from './message-state';
import { LoadMore } from './pager';
import { useNow } from './relative-time';
import { errorMessage } from './states';
import styles from './thread.module.css';
import { useThreadWindow } from './thread-window';

export interface ThreadEntry {
  kind: 'message';
  /** A key that stays the same from echo to stored message. */
  id: string;
  /** By the person who is looking. */
  mine: boolean;
  author: string;
  /** A word beside the name, such as “Staff”. */
  authorTag?: string;
  time: string;
  text: string;
  /** Shows the text as Markdown. */
  markdown?: boolean;
  files?: readonly Attachment[];
  state?: ThreadMessage['state'];
  /** Why it failed. */
  failure?: string | null;
  onRetry?: () => void;
  onDiscard?: () => void;
  /** A note for staff alone. */
  internal?: boolean;
}

export interface ThreadEvent {
  kind: 'event';
  id: string;
  time: string;
  text: ReactNode;
}

export type ThreadItem = ThreadEntry | ThreadEvent;

/** A chat message as a thread shows it. */
export function chatEntry(
  message: ThreadMessage,
  mine: boolean,
  actions: { onRetry?: (clientId: string) => void; onDiscard?: (clientId: string) => void } = {},
): ThreadEntry {
  const clientId = message.clientId ?? '';
  return {
    kind: 'message',
    id: message.key,
    mine,
    author: message.senderName,
    time: message.timestamp,
    text: message.content,
    files: message.files,
    state: message.state,
    failure: message.failure?.message,
    onRetry: actions.onRetry ? () => actions.onRetry?.(clientId) : undefined,
    onDiscard: actions.onDiscard ? () => actions.onDiscard?.(clientId) : undefined,
  };
}

export interface ThreadProps {
  /** What the conversation is called for screen readers. */
  label: string;
  items: readonly ThreadItem[];
  /** The other side's name while they type. */
  typing?: string | null;
  /** Tells of own messages whether they were sent, delivered and seen (their `state`). */
  receipts?: boolean;
  /** Before the first message, such as “Load earlier”. */
  before?: ReactNode;
  /** Instead of messages when there are none. */
  empty?: ReactNode;
  /** Fills its parent and scrolls by itself (chat); otherwise it grows with the page (ticket). */
  scroll?: boolean;
  /** The first of a long conversation is shown with its end: what it is all about (ticket). */
  keepsFirst?: boolean;
  className?: string;
}

/** Nearer to the end than this counts as reading there. */
const NEAR_END_PX = 80;
/** Messages of one person closer than this stand in one group. */
const GROUP_MS = 5 * 60_000;

/** Not drawn again for what happens beside it, such as each key in the composer. */
export const Thread = memo(function Thread({
  label,
  items,
  typing,
  receipts = false,
  before,
  empty,
  scroll = false,
  keepsFirst = false,
  className,
}: ThreadProps) {
  const now = useNow();
  const marks = useMemo(
    () =>
      stateMarks(
        // A note between messages is no answer to them.
        items.filter((item) => item.kind === 'message').filter((item) => !item.internal),
        receipts,
      ),
    [items, receipts],
  );
  const files = useMemo(
    () => items.flatMap((item) => (item.kind === 'message' ? (item.files ?? []) : [])),
    [items],
  );
  const { box, end, atEnd, behind, toEnd } = useStickToEnd(scroll, items, typing);
  const { start, showEarlier, isGrowing } = useThreadWindow(
    items.length,
    scroll ? box : null,
    atEnd,
  );
  const opening = keepsFirst && start > 0 ? items[0] : undefined;
  const left = opening ? start - 1 : start;
  return (
    <FileViewerHost files={files}>
      <div className={classes(scroll ? styles.frame : undefined, className)}>
        <div
          ref={box}
          className={scroll ? styles.scroll : undefined}
          tabIndex={scroll ? 0 : undefined}
        >
          {start === 0 ? before : null}
          {opening ? (
            <div className={styles.thread}>
              <Row
                item={opening}
                day={dayLabel(opening.time, now)}
                grouped={false}
                mark={marks.get(opening.id)}
              />
            </div>
          ) : null}
          <LoadMore
            auto={scroll}
            hasMore={left > 0}
            loading={false}
            label={t.earlierMessages(left)}
            onLoad={showEarlier}
          />
          {items.length === 0 ? empty : null}
          <div
            role="log"
            aria-label={label}
            // What was said before is not news.
            aria-live={isGrowing ? 'off' : 'polite'}
            className={styles.thread}
          >
            {items.slice(start).map((item, index) => {
              const previous = items[start + index - 1];
              const newDay = !previous || !isSameDay(previous.time, item.time);
              return (
                <Row
                  key={item.id}
                  item={item}
                  day={newDay || index === 0 ? dayLabel(item.time, now) : null}
                  grouped={
                    !newDay && index > 0 && item.kind === 'message' && isGrouped(previous, item)
                  }
                  mark={marks.get(item.id)}
                />
              );
            })}
          </div>
          <p className={styles.typing} role="status">
            {typing ? (
              <>
                <span className={styles.dots} aria-hidden="true">
                  <i />
                  <i />
                  <i />
                </span>
                {t.isTyping(typing)}
              </>
            ) : null}
          </p>
          <div ref={end} />
        </div>
        {behind ? (
          <Button
            className={styles.jump}
            size="s"
            icon={<ArrowDown size={15} aria-hidden />}
            onClick={toEnd}
          >
            {t.newMessages}
          </Button>
        ) : null}
      </div>
    </FileViewerHost>
  );
});

interface RowProps {
  item: ThreadItem;
  /** The heading of its day, above the first of it. */
  day: string | null;
  grouped: boolean;
  mark: ShownState | undefined;
}

const Row = memo(function Row({ item, day, grouped, mark }: RowProps) {
  return (
    <div className={styles.item}>
      {day === null ? null : <p className={styles.day}>{day}</p>}
      {item.kind === 'event' ? (
        <p className={styles.event}>{item.text}</p>
      ) : (
        <MessageBubble entry={item} grouped={grouped} mark={mark} />
      )}
    </div>
  );
});

/** By the reader's clock. */
const isSameDay = (one: string, other: string): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString();

function isGrouped(previous: ThreadItem | undefined, item: ThreadEntry): boolean {
  return (
    previous?.kind === 'message' &&
    previous.mine === item.mine &&
    // An echo of one's own has no author yet.
    (item.mine || previous.author === item.author) &&
    Boolean(previous.internal) === Boolean(item.internal) &&
    Date.parse(item.time) - Date.parse(previous.time) < GROUP_MS
  );
}

export interface MessageBubbleProps {
  entry: ThreadEntry;
  /** Follows another of the same person: no name, no picture. */
  grouped?: boolean;
  /** How far it has come, where that is to be told. */
  mark?: ShownState;
}

export function MessageBubble({ entry, grouped = false, mark }: MessageBubbleProps) {
  const pending = entry.state === 'queued' || entry.state === 'sending';
  const failed = entry.state === 'failed';
  return (
    <article
      className={classes(
        styles.message,
        entry.mine ? styles.mine : styles.theirs,
        grouped && styles.grouped,
        entry.internal && styles.internal,
        pending && styles.pending,
        failed && styles.failed,
      )}
      data-state={entry.state}
    >
      {!entry.mine ? (
        <span className={styles.face}>
          {grouped ? null : <Avatar name={entry.author} size={30} />}
        </span>
      ) : null}
      <div className={styles.body}>
        <p className={grouped ? 'visually-hidden' : styles.meta}>
          <bdi className={styles.author}>{entry.mine ? t.you : entry.author}</bdi>
          {entry.authorTag ? <span className={styles.tag}>{entry.authorTag}</span> : null}
          {entry.internal ? (
            <span className={styles.tag}>
              <Lock size={11} aria-hidden /> {t.internalNote}
            </span>
          ) : null}
          <time dateTime={entry.time} title={fullTime(entry.time)}>
            {clockTime(entry.time)}
          </time>
        </p>
        {entry.text ? (
          <div className={styles.bubble}>
            {entry.markdown ? (
              <Markdown>{entry.text}</Markdown>
            ) : (
              <p className={styles.text} dir="auto">
                {withLinks(entry.text)}
              </p>
            )}
          </div>
        ) : null}
        {entry.files && entry.files.length > 0 ? <AttachmentList files={entry.files} /> : null}
        {failed ? (
          <div className={styles.failure} role="alert">
            <CircleAlert size={14} aria-hidden />
            <span>
              {t.notSent} {entry.failure ? errorMessage(entry.failure) : null}
            </span>
            {entry.onRetry ? (
              <button type="button" className={styles.act} onClick={entry.onRetry}>
                {t.tryAgain}
              </button>
            ) : null}
            {entry.onDiscard ? (
              <button type="button" className={styles.act} onClick={entry.onDiscard}>
                {t.discard}
              </button>
            ) : null}
          </div>
        ) : null}
        {mark ? <MessageState state={mark} /> : null}
      </div>
    </article>
  );
}

const LINK = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])/g;

/** Plain text in which web addresses can be followed. */
export function withLinks(text: string): ReactNode[] {
  return text.split(LINK).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <a key={index} href={part} target="_blank" rel="noreferrer noopener nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

/** Follows the end of the list unless the reader has scrolled up. */
function useStickToEnd(active: boolean, items: readonly ThreadItem[], typing?: string | null) {
  const box = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastId = useRef<string | undefined>(undefined);
  const [behind, setBehind] = useState(false);
  const last = items.at(-1);

  const toEnd = () => {
    end.current?.scrollIntoView({ block: 'nearest' });
    atEnd.current = true;
    setBehind(false);
  };

  useEffect(() => {
    const element = box.current;
    if (!active || !element) return;
    const onScroll = () => {
      const rest = element.scrollHeight - element.scrollTop - element.clientHeight;
      atEnd.current = rest < NEAR_END_PX;
      if (atEnd.current) setBehind(false);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    // Pictures that load late and a keyboard that opens move the end away.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [active]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: also follows the typing line
  useLayoutEffect(() => {
    const element = box.current;
    if (!active || !element) return;
    const isNew = last?.id !== lastId.current;
    lastId.current = last?.id;
    const own = last?.kind === 'message' && last.mine;
    if (atEnd.current || (isNew && own)) {
      element.scrollTop = element.scrollHeight;
      atEnd.current = true;
    } else if (isNew) {
      setBehind(true);
    }
  }, [active, last, typing]);

  return { box, end, atEnd, behind, toEnd };
}
