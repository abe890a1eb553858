/**
 * Where a message is written: grows with its text, Enter sends, Shift+Enter starts a line, files
 * come by button, paste or drop. The text is kept when sending fails.
 */

import type { Attachment } from '@frontdesk/client';
import type { UseUploadList } from '@frontdesk/react';
import { Camera, Paperclip, SendHorizontal } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Button, IconButton } from './button';
import { classes } from './classes';
import styles from './composer.module.css';
import { type ComposerSuggest, useSuggestions } from './composer-suggest';
import { UploadAnnouncer } from './drop-zone';
import { FilePickers } from './files/file-pickers';
import { UploadRow } from './files/upload-row';
import { useFileDrop } from './files/use-file-drop';
import { t } from './locales';
import { errorMessage } from './states';

export interface ComposerHandle {
  focus(): void;
  /** Puts words in the place of a stretch of the text, and the cursor behind them. */
  replace(from: number, to: number, words: string): void;
  /** Puts words where the cursor is, or in the place of what is selected. */
  insert(words: string): void;
}

type OnSend = (text: string, attachments: Attachment[]) => unknown;

export interface ComposerProps {
  /** What the field is called for screen readers, such as “Message to Ana”. */
  label: string;
  placeholder?: string;
  /**
   * May be asynchronous: the text goes away when it succeeds, and stays when it throws or gives
   * false.
   */
  onSend: OnSend;
  /** Another way to send, on a second button and by Ctrl+Shift+Enter (⌘+Shift+Enter). */
  second?: { label: string; onSend: OnSend };
  /** Every change of the text: whether there is any. */
  onTyping?: (isTyping: boolean) => void;
  /** Where the cursor stands, in the text's own units. */
  onCaret?: (caret: number) => void;
  uploads?: UseUploadList;
  accept?: readonly string[];
  maxChars?: number;
  disabled?: boolean;
  /** Files alone do not make a message. */
  requireText?: boolean;
  /** The word on the button. */
  sendLabel?: string;
  /** More controls left of the send button, such as “Internal note”. */
  extra?: ReactNode;
  /** The text, where the parent keeps it as a draft. */
  value?: string;
  onChange?: (text: string) => void;
  tone?: 'normal' | 'note';
  /** What fits what is being typed; null or missing while nothing is suggested. */
  suggest?: ComposerSuggest | null;
  minRows?: number;
  autoFocus?: boolean;
  ref?: Ref<ComposerHandle>;
}

/** Warn about the limit once this share of it is used. */
const COUNTER_FROM = 0.9;

export function Composer({
  label,
  placeholder,
  onSend,
  second,
  onTyping,
  onCaret,
  uploads,
  accept,
  maxChars = 10_000,
  disabled = false,
  requireText = false,
  sendLabel = t.send,
  extra,
  value,
  onChange,
  tone = 'normal',
  suggest = null,
  minRows = 1,
  autoFocus = false,
  ref,
}: ComposerProps) {
  const [own, setOwn] = useState('');
  const [sending, setSending] = useState(false);
  /** Sent as far as the person is concerned: it waits for its files. */
  const [held, setHeld] = useState<OnSend | null>(null);
  const [error, setError] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const text = value ?? own;

  /** Where the cursor goes once the text is there. */
  const caret = useRef<number | null>(null);

  const setText = (next: string) => {
    setHeld(null);
    if (value === undefined) setOwn(next);
    onChange?.(next);
  };

  const replace = (from: number, to: number, words: string) => {
    caret.current = from + words.length;
    setText(text.slice(0, from) + words + text.slice(to));
    field.current?.focus();
  };
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    replace,
    insert: (words) => {
      const { selectionStart, selectionEnd } = field.current ?? {};
      replace(selectionStart ?? text.length, selectionEnd ?? text.length, words);
    },
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
    if (caret.current !== null) area.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  const suggestions = useSuggestions(suggest);
  const [over, dropProps] = useFileDrop(
    (files) => uploads?.add(files),
    uploads !== undefined && !disabled,
  );

  const tooLong = [...text].length > maxChars;
  const hasFiles = uploads?.items.some(({ state }) => state !== 'failed') ?? false;
  const empty = text.trim() === '' && (requireText || !hasFiles);
  const failedFile = uploads?.items.find(({ state }) => state === 'failed');
  const blocked =
    disabled || suggest !== null || sending || empty || tooLong || failedFile !== undefined;

  const busy = uploads?.busy ?? false;
  const sendHeld = useEffectEvent(() => held && void send(held));
  useEffect(() => {
    if (held && !busy) sendHeld();
  }, [held, busy]);

  async function send(way: OnSend) {
    if (blocked || busy) {
      // A message without its files would be another one: it goes when they are up.
      setHeld(() => (!blocked && busy ? way : null));
      return;
    }
    setHeld(null);
    setError(null);
    let sent = way(text.trim(), [...(uploads?.attachments ?? [])]);
    onTyping?.(false);
    if (sent instanceof Promise) {
      setSending(true);
      try {
        sent = await sent;
      } catch (thrown) {
        setError(errorMessage(thrown));
        setSending(false);
        field.current?.focus();
        return;
      }
      setSending(false);
    }
    if (sent === false) return;
    setText('');
    uploads?.clear();
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (suggestions.onKeyDown(event)) return;
    // During input of Japanese and the like, Enter only confirms the word.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const isSecond = event.shiftKey && (event.ctrlKey || event.metaKey);
    const way = isSecond ? second?.onSend : event.shiftKey ? undefined : onSend;
    if (!way) return;
    event.preventDefault();
    void send(way);
  }

  function onPaste(event: ClipboardEvent) {
    if (uploads && event.clipboardData.files.length > 0) {
      event.preventDefault();
      uploads.add(event.clipboardData.files);
    }
  }

  return (
    <div
      className={classes(styles.composer, tone === 'note' && styles.internal, over && styles.over)}
      {...(uploads ? dropProps : {})}
    >
      {suggestions.list}
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <textarea
        {...suggestions.fieldProps}
        ref={field}
        id={id}
        className={styles.field}
        rows={minRows}
        // Empty, it is as the page, and so is the placeholder.
        dir={text ? 'auto' : undefined}
        value={text}
        placeholder={placeholder}
        disabled={disabled}
        // biome-ignore lint/a11y/noAutofocus: only where writing is the page's whole purpose
        autoFocus={autoFocus}
        aria-describedby={`${id}-note`}
        aria-invalid={tooLong || undefined}
        onChange={(event) => {
          setText(event.target.value);
          onTyping?.(event.target.value !== '');
        }}
        onSelect={(event) => onCaret?.(event.currentTarget.selectionEnd)}
        onBlur={() => onTyping?.(false)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      {uploads && uploads.items.length > 0 ? (
        <ul className={styles.files} aria-label={t.filesToSend}>
          {uploads.items.map((item) => (
            <UploadRow key={item.key} item={item} list={uploads} compact />
          ))}
        </ul>
      ) : null}
      <div className={styles.bar}>
        {uploads ? (
          <>
            <FilePickers list={uploads} accept={accept}>
              {({ choose, photograph }) => (
                <>
                  <IconButton
                    label={t.attachFiles}
                    size="s"
                    icon={<Paperclip size={18} aria-hidden />}
                    disabled={disabled}
                    onClick={choose}
                  />
                  {photograph ? (
                    <IconButton
                      label={t.takeAPhoto}
                      size="s"
                      className={styles.camera}
                      icon={<Camera size={18} aria-hidden />}
                      disabled={disabled}
                      onClick={photograph}
                    />
                  ) : null}
                </>
              )}
            </FilePickers>
            <UploadAnnouncer list={uploads} />
          </>
        ) : null}
        {extra}
        <span className={styles.note} id={`${id}-note`} role={error ? 'alert' : undefined}>
          {error ? <span className={styles.error}>{error}</span> : null}
          {error ? null : failedFile ? (
            <span className={styles.error}>{t.fileFailedMend}</span>
          ) : (
            counter(text, maxChars)
          )}
        </span>
        <span className={styles.held} role="status">
          {held ? t.goesWithFiles : ''}
        </span>
        {held ? (
          <Button size="s" onClick={() => setHeld(null)}>
            {t.dontSendYet}
          </Button>
        ) : (
          <span className={styles.ways}>
            {second ? (
              <Button
                size="s"
                disabled={blocked || sending}
                onClick={() => void send(second.onSend)}
              >
                {second.label}
              </Button>
            ) : null}
            <Button
              variant="primary"
              size="s"
              busy={sending}
              disabled={blocked && !sending}
              icon={<SendHorizontal size={16} aria-hidden />}
              onClick={() => void send(onSend)}
            >
              {sendLabel}
            </Button>
          </span>
        )}
      </div>
    </div>
  );
}

function counter(text: string, maxChars: number): ReactNode {
  const used = [...text].length;
  if (used < maxChars * COUNTER_FROM) return null;
  if (used > maxChars) return <span className={styles.error}>{t.tooMany(used - maxChars)}</span>;
  return t.charsLeft(maxChars - used);
}
