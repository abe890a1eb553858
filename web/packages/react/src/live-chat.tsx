// A customer's chat as a panel: the conversation, and the field under it. Its look is in
// `styles/chat.css`.

import { sentence, type ThreadMessage } from '@frontdesk/client';
import { useId } from 'react';
import { FileList } from './file-list';
import { AttachIcon, SendIcon } from './icons';
import type { Messages, SomeMessages } from './messages';
import { useMessages } from './messages-context';
import { type ClassNames, slotsOf } from './slots';
import { clockTime } from './times';
import { type UseLiveChatPanel, useLiveChatPanel } from './use-live-chat-panel';

export type LiveChatSlot =
  | 'root'
  | 'header'
  | 'title'
  | 'log'
  | 'message'
  | 'bubble'
  | 'meta'
  | 'note'
  | 'form'
  | 'field'
  | 'send'
  | 'button';

export interface LiveChatProps {
  /** The heading's level. */
  headingLevel?: 1 | 2 | 3;
  messages?: SomeMessages['chat'];
  classNames?: ClassNames<LiveChatSlot>;
}

export function LiveChat({ headingLevel = 2, messages, classNames }: LiveChatProps) {
  const catalogue = useMessages();
  const words = { ...catalogue.chat, ...messages };
  const panel = useLiveChatPanel();
  const { chat, phase } = panel;
  const parts: Parts = {
    panel,
    words,
    locale: catalogue.locale,
    slot: slotsOf('chat', classNames),
  };
  const { slot } = parts;
  const heading = useId();
  const Heading = `h${headingLevel}` as 'h2';
  const isOpen = phase === 'waiting' || phase === 'active';
  return (
    <section {...slot('root')} aria-labelledby={heading} data-phase={phase}>
      <header {...slot('header')}>
        <Heading {...slot('title')} id={heading}>
          {chat.agentName ? words.withAgent(chat.agentName) : words.title}
        </Heading>
        {isOpen ? (
          <button {...slot('button')} type="button" onClick={() => void chat.end().catch(() => {})}>
            {words.end}
          </button>
        ) : null}
      </header>
      <Log {...parts} />
      <Standing {...parts} />
      {phase === 'ended' || phase === 'left' ? (
        <div {...slot('form')}>
          <button {...slot('button')} type="button" onClick={panel.startAgain}>
            {words.again}
          </button>
        </div>
      ) : (
        <Writing {...parts} />
      )}
    </section>
  );
}

interface Parts {
  panel: UseLiveChatPanel;
  words: Messages['chat'];
  locale: string | undefined;
  slot: (slot: LiveChatSlot) => { className: string };
}

function Log({ panel, words, locale, slot }: Parts) {
  const { chat, phase, logProps } = panel;
  const isTold = chat.messages.length > 0 || chat.stranded.length > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys as well
    <div {...slot('log')} {...logProps} role="log" aria-label={words.log} tabIndex={0}>
      {isTold || phase !== 'new' ? null : <p {...slot('note')}>{words.greeting}</p>}
      {chat.stranded.length > 0 ? (
        <section aria-label={words.earlierFailed}>
          <p {...slot('note')}>{words.earlierFailed}</p>
          {chat.stranded.map((message) => (
            <Message key={message.key} {...{ message, panel, words, locale, slot }} />
          ))}
        </section>
      ) : null}
      {chat.messages.map((message) => (
        <Message key={message.key} {...{ message, panel, words, locale, slot }} />
      ))}
    </div>
  );
}

function Message({ message, panel, words, locale, slot }: Parts & { message: ThreadMessage }) {
  const { sender, senderName, content, files, timestamp, state, clientId, failure } = message;
  const isOwn = sender === 'user';
  const who = isOwn ? words.you : sender === 'agent' ? senderName || words.agent : words.system;
  return (
    <article {...slot('message')} data-sender={sender} data-state={state}>
      <p {...slot('meta')}>
        <span>{who}</span>
        <time dateTime={timestamp}>{clockTime(timestamp, locale)}</time>
      </p>
      <div {...slot('bubble')} dir="auto">
        {content}
        {files.map((file) => (
          <a key={file.cid} href={file.url} target="_blank" rel="noreferrer">
            <AttachIcon />
            {file.name}
          </a>
        ))}
      </div>
      {isOwn && state !== 'failed' ? <p {...slot('meta')}>{words.states[state]}</p> : null}
      {state === 'failed' ? (
        <div {...slot('meta')} role="alert">
          <span>{failure ? sentence(failure.message) : words.failed}</span>
          <button
            {...slot('button')}
            type="button"
            onClick={() => panel.chat.retry(clientId ?? '')}
          >
            {words.retry}
          </button>
          <button
            {...slot('button')}
            type="button"
            onClick={() => panel.chat.discard(clientId ?? '')}
          >
            {words.discard}
          </button>
        </div>
      ) : null}
    </article>
  );
}

/** How things stand, told to those who hear the page as well. */
function Standing({ panel, words, locale, slot }: Parts) {
  const { chat, phase, left, availability } = panel;
  const opens = availability?.opensAt;
  const standing = {
    new: '',
    away: opens ? words.awayUntil(dayAndTime(opens, locale)) : words.away,
    left: left ? words.left(left.number) : '',
    waiting: chat.waitingPosition ? words.position(chat.waitingPosition) : words.waiting,
    active: chat.isTyping ? words.typing(chat.agentName) : '',
    ended: words.ended,
  }[phase];
  const isCut = chat.connection.status === 'offline';
  const problem = panel.error ?? (chat.error && chat.status === 'idle' ? chat.error : null);
  return (
    <>
      <p {...slot('note')} role="status">
        {isCut ? words.offline : standing}
      </p>
      {problem ? (
        <p {...slot('note')} role="alert" data-problem>
          {sentence(problem)}
        </p>
      ) : null}
    </>
  );
}

function Writing({ panel, words, slot }: Parts) {
  const { phase, files } = panel;
  const label = phase === 'away' ? words.leave : words.send;
  return (
    <form {...slot('form')} {...panel.formProps}>
      <textarea
        {...slot('field')}
        {...panel.fieldProps}
        rows={2}
        aria-label={words.message}
        placeholder={words.placeholder}
        onPaste={({ clipboardData }) => {
          if (clipboardData.files.length > 0) files.add(clipboardData.files);
        }}
      />
      <FileList files={files} words={words} label={words.attach} compact />
      <button {...slot('send')} type="submit" aria-disabled={!panel.canSend || undefined}>
        <SendIcon />
        {label}
      </button>
      <p className="frontdesk-visually-hidden" role="status">
        {files.busy ? words.uploading : ''}
      </p>
    </form>
  );
}

function dayAndTime(time: string, locale: string | undefined): string {
  return new Date(time).toLocaleString(locale, {
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
  });
}
