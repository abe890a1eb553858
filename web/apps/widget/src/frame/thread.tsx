/** The messages of a conversation, by day and sender. Stays at the end while one reads there. */
import type { DeliveryState, ThreadMessage } from '@frontdesk/client';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { errorWords, useWords } from './context';
import { Attachments } from './files';
import { DownIcon } from './icons';
import { Face } from './parts';
import { clock, dayInWords } from './times';

export type ThreadItem =
  | { kind: 'event'; key: string; time: string; text: string }
  | {
      kind: 'message';
      message: ShownMessage;
      onRetry?: () => void;
      onDiscard?: () => void;
    };

export type ShownMessage = Pick<
  ThreadMessage,
  'key' | 'sender' | 'senderName' | 'content' | 'files' | 'timestamp' | 'state' | 'failure'
>;

/** Nearer to the end than this counts as reading there. */
const NEAR_END_PX = 80;
/** Messages of one person closer than this stand in one group. */
const GROUP_MS = 5 * 60_000;
/** What scrolls is reached by the keyboard, too. */
const STOP = 0;

interface ThreadProps {
  items: readonly ThreadItem[];
  typing?: string | null;
  /** Whether own messages tell how far they have come. */
  receipts?: boolean;
  children?: ReactNode;
}

export function Thread({ items, typing = null, receipts = true, children }: ThreadProps) {
  const words = useWords();
  const now = Date.now();
  const marked = receipts ? markedMessages(items) : new Set<string>();
  const { box, behind, toEnd } = useStickToEnd(items, typing);
  return (
    <div className="thread-frame">
      <section ref={box} className="thread-scroll" tabIndex={STOP} aria-label={words.messages}>
        <div className="thread-inner">
          <div className="thread" role="log" aria-label={words.messages} aria-live="polite">
            {items.map((item, index) => {
              const before = items[index - 1];
              const time = timeOf(item);
              const day = dayInWords(words, time, now);
              const isNewDay = !before || dayInWords(words, timeOf(before), now) !== day;
              return (
                <div key={keyOf(item)} className="item">
                  {isNewDay ? <p className="day">{day}</p> : null}
                  {item.kind === 'event' ? (
                    <p className="event">{item.text}</p>
                  ) : (
                    <Message
                      item={item}
                      isGrouped={!isNewDay && isGrouped(before, item.message)}
                      isMarked={marked.has(item.message.key)}
                    />
                  )}
                </div>
              );
            })}
          </div>
          {children}
          <p className="typing" role="status">
            {typing ? (
              <>
                <span className="dots" aria-hidden="true">
                  <i />
                  <i />
                  <i />
                </span>
                {words.typing(typing)}
              </>
            ) : null}
          </p>
        </div>
      </section>
      {behind ? (
        <button type="button" className="jump" onClick={toEnd}>
          <DownIcon /> {words.newMessages}
        </button>
      ) : null}
    </div>
  );
}

const timeOf = (item: ThreadItem): string =>
  item.kind === 'event' ? item.time : item.message.timestamp;
const keyOf = (item: ThreadItem): string => (item.kind === 'event' ? item.key : item.message.key);

function isGrouped(before: ThreadItem | undefined, message: ShownMessage): boolean {
  return (
    before?.kind === 'message' &&
    before.message.sender === message.sender &&
    (message.sender === 'user' || before.message.senderName === message.senderName) &&
    Date.parse(message.timestamp) - Date.parse(before.message.timestamp) < GROUP_MS
  );
}

/** A run of own messages in one state says so once, below its last; an answer says it all. */
export function markedMessages(items: readonly ThreadItem[]): ReadonlySet<string> {
  const marked = new Set<string>();
  let later: DeliveryState | null = null;
  let isAnswered = false;
  for (const item of items.toReversed()) {
    if (item.kind === 'event') continue;
    const { key, sender, state } = item.message;
    if (sender !== 'user') {
      isAnswered = true;
      continue;
    }
    if (state === 'failed' || state === later) continue;
    later = state;
    if (!(isAnswered && state === 'seen')) marked.add(key);
  }
  return marked;
}

interface MessageProps {
  item: Extract<ThreadItem, { kind: 'message' }>;
  isGrouped: boolean;
  isMarked: boolean;
}

function Message({ item: { message, onRetry, onDiscard }, isGrouped, isMarked }: MessageProps) {
  const words = useWords();
  const { sender, senderName, content, files, timestamp, state, failure } = message;
  const isOwn = sender === 'user';
  const isPending = state === 'queued' || state === 'sending';
  return (
    <article
      className={`message ${isOwn ? 'own' : 'theirs'}${isGrouped ? ' grouped' : ''}${isPending ? ' pending' : ''}`}
      data-state={state}
    >
      {isOwn ? null : (
        <span className="message-face">{isGrouped ? null : <Face name={senderName} />}</span>
      )}
      <div className="message-body">
        <p className={isGrouped || isOwn ? 'hidden' : 'message-meta'}>
          {isOwn ? words.you : senderName},{' '}
          <time dateTime={timestamp}>{clock(words, timestamp)}</time>
        </p>
        {content ? (
          <p className="bubble" dir="auto" title={clock(words, timestamp)}>
            {withLinks(content)}
          </p>
        ) : null}
        {files.length > 0 ? <Attachments files={files} /> : null}
        {state === 'failed' ? (
          <p className="message-failed" role="alert">
            {words.notSent} {failure ? errorWords(words, failure) : ''}{' '}
            <button type="button" className="link" onClick={onRetry}>
              {words.retry}
            </button>{' '}
            <button type="button" className="link" onClick={onDiscard}>
              {words.discard}
            </button>
          </p>
        ) : null}
        {isMarked && state !== 'failed' ? (
          // Read on demand, not announced: a log would say each step of each message.
          <p className="message-state" aria-live="off">
            {words.states[state]}
          </p>
        ) : null}
      </div>
    </article>
  );
}

const LINK = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])/g;

/** Plain text in which web addresses can be followed. */
export function withLinks(text: string): ReactNode[] {
  return text.split(LINK).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} target="_blank" rel="noreferrer noopener nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

/** Follows the end of the list unless the reader has scrolled up. */
function useStickToEnd(items: readonly ThreadItem[], typing: string | null) {
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const lastKey = useRef<string | undefined>(undefined);
  const [behind, setBehind] = useState(false);
  const last = items.at(-1);

  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    atEnd.current = true;
    setBehind(false);
  };
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
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
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const key = last && keyOf(last);
    const isNew = key !== lastKey.current;
    lastKey.current = key;
    const isOwn = last?.kind === 'message' && last.message.sender === 'user';
    if (atEnd.current || (isNew && isOwn)) {
      element.scrollTop = element.scrollHeight;
      atEnd.current = true;
    } else if (isNew) {
      setBehind(true);
    }
  }, [last, typing]);
  return { box, behind, toEnd };
}
