/** Attachments as people see them: a picture's preview, or a chip with name and size. */
import type { Attachment } from '@frontdesk/client';
import { File as FileIcon, FileImage, FileText, RotateCw, X } from 'lucide-react';
import { IconButton } from './button';
import { classes } from './classes';
import styles from './files.module.css';
import { fileSize } from './format';
import { Spinner } from './spinner';
import type { UploadItem } from './upload-list';

/** What browsers show inside a page. */
const PREVIEWS = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

export function FileTypeIcon({ type, size = 18 }: { type: string; size?: number }) {
  if (type.startsWith('image/')) return <FileImage size={size} aria-hidden />;
  if (type.startsWith('text/') || type === 'application/pdf') {
    return <FileText size={size} aria-hidden />;
  }
  return <FileIcon size={size} aria-hidden />;
}

/** One file that can be opened. */
export function FileChip({ file }: { file: Attachment }) {
  return (
    <a className={styles.chip} href={file.url} target="_blank" rel="noreferrer" title={file.name}>
      <FileTypeIcon type={file.type} />
      <span className={styles.name}>{file.name}</span>
      <span className={styles.size}>{fileSize(file.size)}</span>
    </a>
  );
}

/** A message's or a ticket's files: pictures first, as previews. */
export function AttachmentList({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  const pictures = files.filter((file) => PREVIEWS.has(file.type));
  const others = files.filter((file) => !PREVIEWS.has(file.type));
  return (
    <div className={styles.list}>
      {pictures.map((file) => (
        <a
          key={file.cid}
          className={styles.picture}
          href={file.url}
          target="_blank"
          rel="noreferrer"
          title={file.name}
        >
          <img src={file.url} alt={file.name} loading="lazy" decoding="async" />
        </a>
      ))}
      {others.map((file) => (
        <FileChip key={file.cid} file={file} />
      ))}
    </div>
  );
}

export interface UploadRowProps {
  item: UploadItem;
  onRemove: () => void;
  onRetry: () => void;
  compact?: boolean;
}

/** One file that is being attached, with its progress. */
export function UploadRow({ item, onRemove, onRetry, compact = false }: UploadRowProps) {
  const percent = Math.round(item.progress * 100);
  return (
    <li className={classes(styles.row, compact && styles.compact, styles[item.state])}>
      <FileTypeIcon type={item.type} />
      <div className={styles.rowText}>
        <span className={styles.rowName}>{item.name}</span>
        <span className={styles.rowState}>{stateText(item, percent)}</span>
      </div>
      {item.state === 'uploading' && compact ? <Spinner size={15} /> : null}
      {item.state === 'failed' ? (
        <IconButton
          label={`Try again: ${item.name}`}
          size="s"
          icon={<RotateCw size={15} aria-hidden />}
          onClick={onRetry}
        />
      ) : null}
      <IconButton
        label={`Remove ${item.name}`}
        size="s"
        icon={<X size={15} aria-hidden />}
        onClick={onRemove}
      />
      {item.state === 'uploading' ? (
        <progress className={styles.progress} max={100} value={percent} aria-label={item.name} />
      ) : null}
    </li>
  );
}

function stateText(item: UploadItem, percent: number): string {
  if (item.state === 'failed') return item.error ?? 'The upload failed.';
  if (item.state === 'done') return fileSize(item.size);
  return `${fileSize(item.size)} · ${percent}%`;
}
