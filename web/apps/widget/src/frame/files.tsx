/** Files: those that are being attached, with how far they are, and those of messages. */
import { type Attachment, type UploadItem, uploads as uploadsKind } from '@frontdesk/client';
import { type UseUploadList, useAttachment, useMember } from '@frontdesk/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Words } from '../i18n/words';
import { errorWords, useWords } from './context';
import { ClipIcon, CloseIcon, FileIcon, RetryIcon } from './icons';
import { fileSize, percent } from './times';

interface AttachButtonProps {
  list: UseUploadList;
  accept: readonly string[];
  /** For screen readers, where there is only the icon. */
  label?: string;
  /** Beside the icon. */
  words?: string;
}

export function AttachButton({ list, accept, label, words }: AttachButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={words ? 'button small attach' : 'icon-button'}
        aria-label={label}
        onClick={() => input.current?.click()}
      >
        <ClipIcon />
        {words}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept.join(',')}
        onChange={({ currentTarget }) => {
          list.add([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

export function UploadRows({ list }: { list: UseUploadList }) {
  const words = useWords();
  return (
    <>
      {list.items.length > 0 ? (
        <ul className="uploads" aria-label={words.files}>
          {list.items.map((item) => (
            <UploadRow key={item.key} item={item} list={list} />
          ))}
        </ul>
      ) : null}
      {/* There from the start, so that what appears in it is announced. */}
      <p className="hidden" role="status">
        {list.items
          .filter(({ state }) => state === 'done' || state === 'failed')
          .map((item) => `${item.name}: ${stateWords(words, item)}`)
          .join('. ')}
      </p>
    </>
  );
}

function UploadRow({ item, list }: { item: UploadItem; list: UseUploadList }) {
  const words = useWords();
  const { key, name, state, fraction } = item;
  const isMoving = state === 'uploading' || state === 'waiting' || state === 'checking';
  return (
    <li className={`upload ${state}`}>
      <FileIcon />
      <span className="upload-words">
        <span className="upload-name" dir="auto">
          {name}
        </span>
        <span className="upload-state">{stateWords(words, item)}</span>
      </span>
      {item.needsFile ? <ChooseAgain item={item} list={list} /> : null}
      {state === 'failed' ? (
        <button
          type="button"
          className="icon-button small"
          aria-label={words.retryFile(name)}
          onClick={() => list.retry(key)}
        >
          <RetryIcon />
        </button>
      ) : null}
      <button
        type="button"
        className="icon-button small"
        aria-label={words.removeFile(name)}
        onClick={() => list.remove(key)}
      >
        <CloseIcon />
      </button>
      {isMoving ? (
        <progress max={100} value={Math.round(fraction * 100)} aria-label={name} />
      ) : null}
    </li>
  );
}

function stateWords(
  words: Words,
  { state, fraction, error, needsFile, total }: UploadItem,
): string {
  switch (state) {
    case 'waiting':
      return words.fileWaiting;
    case 'uploading':
      return words.fileUploading(percent(words, fraction));
    case 'paused':
      return needsFile ? words.filePaused : words.fileWaiting;
    case 'checking':
      return words.fileChecking;
    case 'done':
      return fileSize(words, total);
    default:
      return error ? errorWords(words, error) : words.fileFailed;
  }
}

/** A reload has lost the file; what had arrived of it has stayed. */
function ChooseAgain({ item, list }: { item: UploadItem; list: UseUploadList }) {
  const words = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="icon-button small"
        aria-label={words.chooseAgain(item.name)}
        onClick={() => input.current?.click()}
      >
        <ClipIcon />
      </button>
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) list.provide(item.key, file);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

export function Attachments({ files }: { files: readonly Attachment[] }) {
  return (
    <div className="attachments">
      {files.map((file) => (
        <AttachmentOf key={file.cid} given={file} />
      ))}
    </div>
  );
}

function AttachmentOf({ given }: { given: Attachment }) {
  const words = useWords();
  const { file, refresh } = useAttachment(given);
  const [failures, setFailures] = useState(0);
  const own = useLocalCopy(file.scan === 'pending' ? file.cid : null);
  const isPicture = file.type.startsWith('image/');
  const source = own ?? file.thumbnailUrl ?? file.url;
  const shut = file.deletedAt
    ? words.fileDeleted
    : file.scan === 'infected'
      ? words.fileInfected
      : file.scan === 'pending'
        ? words.filePending
        : null;
  if (isPicture && failures < 2 && (shut === null || own)) {
    const picture = (
      <img
        src={source}
        alt={file.name}
        loading="lazy"
        width={file.width ?? undefined}
        height={file.height ?? undefined}
        onError={() => {
          setFailures((count) => count + 1);
          refresh();
        }}
      />
    );
    if (shut !== null) return <span className="picture">{picture}</span>;
    return (
      <a className="picture" href={file.url} target="_blank" rel="noreferrer">
        {picture}
      </a>
    );
  }
  const body = (
    <>
      <FileIcon />
      <span className="upload-words">
        <span className="upload-name" dir="auto">
          {file.name}
        </span>
        <span className="upload-state">{shut ?? fileSize(words, file.size)}</span>
      </span>
    </>
  );
  if (shut !== null) return <span className="attachment">{body}</span>;
  return (
    <a className="attachment" href={file.url} target="_blank" rel="noreferrer">
      {body}
    </a>
  );
}

/** An address of the bytes that this page itself has sent. */
function useLocalCopy(cid: string | null): string | null {
  const uploads = useMember(uploadsKind);
  const copy = cid === null ? null : uploads.localCopy(cid);
  const url = useMemo(() => (copy ? URL.createObjectURL(copy) : null), [copy]);
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
  return url;
}
