/** Where a message is written: grows with its text, Enter sends, files come by button, paste or drop. */
import type { Attachment } from '@frontdesk/client';
import { useUploadList } from '@frontdesk/react';
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useWords } from './context';
import { AttachButton, UploadRows } from './files';
import { SendIcon } from './icons';

/** What is being written outlives the screen, not the page. */
const kept = new Map<string, string>();

interface ComposerProps {
  place: string;
  label: string;
  accept: readonly string[];
  maxChars: number;
  onTyping: (isTyping: boolean) => void;
  onSend: (text: string, files: Attachment[]) => void;
}

export function Composer({ place, label, accept, maxChars, onTyping, onSend }: ComposerProps) {
  const words = useWords();
  const list = useUploadList(place);
  const [text, setText] = useState(kept.get(place) ?? '');
  /** Sent as far as the person is concerned: it waits for its files. */
  const [held, setHeld] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const isTooLong = [...text].length > maxChars;
  const isEmpty = text.trim() === '' && list.items.every(({ state }) => state === 'failed');
  const isBlocked = isEmpty || isTooLong || list.failed;

  useEffect(() => void kept.set(place, text), [place, text]);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const send = () => {
    if (isBlocked || list.busy) {
      // A message without its files would be another one: it goes when they are up.
      setHeld(!isBlocked && list.busy);
      return;
    }
    setHeld(false);
    onSend(text.trim(), [...list.attachments]);
    onTyping(false);
    setText('');
    list.clear();
    field.current?.focus();
  };
  const sendNow = useRef(send);
  sendNow.current = send;
  useEffect(() => {
    if (held && !list.busy) sendNow.current();
  }, [held, list.busy]);

  const take = (files: FileList | undefined, event: ClipboardEvent | DragEvent) => {
    if (!files || files.length === 0) return;
    event.preventDefault();
    list.add(files);
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onPaste={(event) => take(event.clipboardData?.files, event)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => take(event.dataTransfer?.files, event)}
    >
      <UploadRows list={list} />
      <div className="composer-row">
        <AttachButton list={list} accept={accept} label={words.attach} />
        <label className="hidden" htmlFor={id}>
          {label}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={1}
          data-begin
          dir="auto"
          placeholder={words.writePlaceholder}
          value={text}
          aria-invalid={isTooLong || undefined}
          aria-describedby={isTooLong ? `${id}-note` : undefined}
          onChange={(event) => {
            setHeld(false);
            setText(event.currentTarget.value);
            onTyping(event.currentTarget.value !== '');
          }}
          onKeyDown={(event: KeyboardEvent) => {
            // During input of Japanese and the like, Enter only confirms the word.
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="submit"
          className="send"
          aria-label={words.send}
          aria-disabled={isBlocked}
          aria-busy={held}
        >
          <SendIcon />
        </button>
      </div>
      {isTooLong ? (
        <p id={`${id}-note`} className="field-error">
          {words.tooLong(maxChars)}
        </p>
      ) : null}
    </form>
  );
}
