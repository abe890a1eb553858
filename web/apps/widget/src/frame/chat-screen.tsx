/** An open chat, or one that has just ended: who is there, the messages, and where one writes. */
import { chime as chimeKind, type MessageLeft } from '@frontdesk/client';
import {
  type UseLiveChat,
  useFrontdesk,
  useLiveChat,
  useMember,
  useSnapshot,
} from '@frontdesk/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAvailability } from './availability';
import { interleave, useChatEvents } from './chat-events';
import { Composer } from './composer';
import { errorWords, useSurroundings } from './context';
import { ClockIcon, MoreIcon } from './icons';
import { Left } from './left';
import { Bar, Face, Failure, Notice, Spinner } from './parts';
import { ChatRating, Transcript } from './rating';
import { useSuggested } from './suggested';
import { Suggestions } from './suggestions';
import { Thread, type ThreadItem } from './thread';
import { useLoad } from './use-load';

/** From here on a way out of the queue is offered. */
const LONG_WAITED_MS = 60_000;
const LONG_WAIT_SECONDS = 5 * 60;

export function ChatScreen() {
  const { words, desk, config, home } = useSurroundings();
  const chat = useLiveChat();
  const [left, setLeft] = useState<MessageLeft | null>(null);
  const items = useItems(chat);
  const { status, agentName, sessionId } = chat;
  const isClosed = status === 'closed';
  // The first answer of the desk: articles, while nobody is there yet.
  const question = status === 'waiting' && !agentName ? firstWords(chat) : '';
  const suggested = useSuggested(question, config.articles && question !== '');
  const isGone = status === 'idle';
  useEffect(() => {
    if (isGone) home();
  }, [isGone, home]);

  if (left) {
    const done = () => {
      chat.reset();
      home();
    };
    return <Left left={left} onDone={done} />;
  }
  return (
    <main className="screen chat">
      <Bar
        title={agentName ?? config.name}
        sub={<Standing chat={chat} />}
        face={<Face name={agentName ?? config.name} />}
      >
        {isClosed ? null : <ChatMenu chat={chat} />}
      </Bar>
      <ChatNotices chat={chat} onLeft={setLeft} />
      {items.length === 0 && status === 'starting' ? (
        <Spinner />
      ) : (
        <Thread items={items} typing={chat.isTyping ? (agentName ?? config.name) : null}>
          {question === '' ? null : <Suggestions suggested={suggested} />}
        </Thread>
      )}
      {isClosed ? (
        <Ended chat={chat} sessionId={sessionId} />
      ) : (
        <Composer
          place="widget-chat"
          label={words.messageTo(agentName)}
          accept={desk.uploadTypes}
          maxChars={desk.messageMaxChars}
          onTyping={chat.sendTyping}
          onSend={chat.sendMessage}
        />
      )}
    </main>
  );
}

const firstWords = ({ messages }: UseLiveChat): string =>
  messages.find(({ sender }) => sender === 'user')?.content ?? '';

function useItems({ messages, sessionId, status, agentName, retry, discard }: UseLiveChat) {
  const { words } = useSurroundings();
  const lastSeq = messages.findLast(({ seq }) => seq !== null)?.seq ?? 0;
  const events = useChatEvents(words, { sessionId, status, agentName }, lastSeq);
  return useMemo<ThreadItem[]>(
    () =>
      interleave(messages, events).map((item) =>
        'event' in item
          ? { kind: 'event', key: item.key, time: item.time, text: item.event }
          : {
              kind: 'message',
              message: item,
              onRetry: () => retry(item.clientId ?? ''),
              onDiscard: () => discard(item.clientId ?? ''),
            },
      ),
    [messages, events, retry, discard],
  );
}

function Standing({ chat }: { chat: UseLiveChat }) {
  const { words } = useSurroundings();
  if (chat.status === 'closed') return words.hasEnded;
  if (chat.connection.status === 'connecting') return words.connecting;
  if (chat.status === 'active') return chat.topic ?? words.chat;
  return words.waitingTitle;
}

function ChatNotices({ chat, onLeft }: { chat: UseLiveChat; onLeft: (left: MessageLeft) => void }) {
  const { words } = useSurroundings();
  const { connection, status, agentName, agentOnline, failure, stranded, retry, discard } = chat;
  return (
    <div className="notices">
      {connection.status === 'offline' ? <Notice tone="warning">{words.offline}</Notice> : null}
      {connection.status === 'refused' ? <Notice tone="danger">{words.signedOut}</Notice> : null}
      {status === 'waiting' ? <Queue chat={chat} onLeft={onLeft} /> : null}
      {status === 'active' && agentOnline === false && connection.status === 'online' ? (
        <Notice>{words.agentAway(agentName ?? '')}</Notice>
      ) : null}
      {failure && connection.status === 'online' ? <Failure error={failure} /> : null}
      {stranded.length > 0 ? (
        <div className="notice warning" role="status">
          <p>{words.notSentEarlier(stranded.length)}</p>
          {stranded.map(({ key, clientId, content }) => (
            <div key={key} className="stranded">
              <span dir="auto">{content}</span>
              <button type="button" className="link" onClick={() => retry(clientId ?? '')}>
                {words.retry}
              </button>
              <button type="button" className="link" onClick={() => discard(clientId ?? '')}>
                {words.discard}
              </button>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** The place and the wait, as far as they are known, and a way out when it gets long. */
function Queue({ chat, onLeft }: { chat: UseLiveChat; onLeft: (left: MessageLeft) => void }) {
  const { words, config } = useSurroundings();
  const { api } = useFrontdesk();
  const { value: now } = useAvailability();
  const { waitingPosition: position, estimatedWaitSeconds: seconds, sessionId, messages } = chat;
  const hasWaited = useHasWaited(messages[0]?.timestamp);
  const idempotencyKey = useRef(crypto.randomUUID());
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const isAlone = now?.open === false;
  const isLong = isAlone || hasWaited || (seconds ?? 0) >= LONG_WAIT_SECONDS;
  const saysSomething = messages.some(({ seq, sender }) => seq !== null && sender === 'user');
  const leave = () => {
    if (sessionId === null) return;
    setBusy(true);
    setError(null);
    api.availability
      .leaveChat(sessionId, {}, { idempotencyKey: idempotencyKey.current })
      .then(onLeft, setError)
      .finally(() => setBusy(false));
  };
  const place =
    position === null
      ? words.waitsForNext
      : position === 1
        ? words.youAreNext
        : words.position(position);
  return (
    <>
      <Notice
        icon={<ClockIcon />}
        action={
          isLong && saysSomething && config.messages ? (
            <button type="button" className="link" disabled={busy} onClick={leave}>
              {words.leaveInstead}
            </button>
          ) : null
        }
      >
        {place} {isAlone ? `${words.nobodyThere} ` : ''}
        {seconds === null || isAlone ? '' : `${words.takes(seconds)} `}
        {words.canWriteAlready}
      </Notice>
      {error ? <Failure error={error} /> : null}
    </>
  );
}

/** True from a while after the chat was begun. */
function useHasWaited(since: string | undefined): boolean {
  const begun = since === undefined ? null : Date.parse(since);
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    if (begun === null) return;
    const rest = begun + LONG_WAITED_MS - Date.now();
    const timer = setTimeout(() => setWaited(true), Math.max(0, rest));
    return () => clearTimeout(timer);
  }, [begun]);
  return waited;
}

/** The sound, and the end of the chat, which asks first. */
function ChatMenu({ chat }: { chat: UseLiveChat }) {
  const { words } = useSurroundings();
  const chime = useMember(chimeKind);
  const { enabled } = useSnapshot(chime);
  const [asks, setAsks] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    menu.current?.hidePopover();
    button.current?.focus();
  };
  const end = () => {
    setError(null);
    chat.end().then(close, setError);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={words.more}
        popoverTarget="chat-menu"
      >
        <MoreIcon />
      </button>
      <div
        ref={menu}
        id="chat-menu"
        className="menu"
        role="dialog"
        aria-label={words.more}
        popover="auto"
        onToggle={(event) => {
          if (event.newState === 'open') menu.current?.querySelector('button')?.focus();
          else setAsks(false);
        }}
        onKeyDown={(event) => {
          // It closes the menu, not the widget.
          if (event.key === 'Escape') {
            event.preventDefault();
            close();
          }
        }}
      >
        {asks ? (
          <div className="ask-end">
            <p className="ask-title">{words.endAsk}</p>
            <p className="ask-hint">{words.endHint}</p>
            {error ? <p className="field-error">{errorWords(words, error)}</p> : null}
            <div className="pair">
              <button type="button" className="button small" onClick={close}>
                {words.cancel}
              </button>
              <button type="button" className="button small danger" onClick={end}>
                {words.endChat}
              </button>
            </div>
          </div>
        ) : (
          <>
            <button
              type="button"
              className="menu-item"
              onClick={() => {
                chime.setEnabled(!enabled);
                close();
              }}
            >
              {enabled ? words.soundOff : words.soundOn}
            </button>
            <button type="button" className="menu-item" onClick={() => setAsks(true)}>
              {words.endChat}
            </button>
          </>
        )}
      </div>
    </>
  );
}

/** After the chat: what one thought of it, and the ways on. */
function Ended({ chat, sessionId }: { chat: UseLiveChat; sessionId: string | null }) {
  const { words, go, home } = useSurroundings();
  const { api } = useFrontdesk();
  const section = useRef<HTMLElement>(null);
  const session = useLoad(sessionId === null ? null : `ended ${sessionId}`, (signal) =>
    api.chat.session(sessionId ?? '', { signal }),
  );
  // Where one wrote is gone: whoever was there goes on here.
  useEffect(() => {
    if (document.activeElement === document.body) section.current?.focus();
  }, []);
  const again = () => {
    chat.reset();
    home();
    go({ name: 'new', message: '' });
  };
  return (
    <section ref={section} className="ended" tabIndex={-1} aria-label={words.hasEnded}>
      {session.value ? <ChatRating session={session.value} /> : null}
      <div className="pair">
        <button type="button" className="button" onClick={again}>
          {words.newChat}
        </button>
        {sessionId === null ? null : <Transcript sessionId={sessionId} />}
      </div>
    </section>
  );
}
