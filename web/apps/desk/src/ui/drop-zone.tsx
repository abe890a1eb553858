/** A place to drop, paste or choose files, with the list of what is on its way. */
import { UploadCloud } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { acceptOf } from './accept';
import { classes } from './classes';
import styles from './drop-zone.module.css';
import { UploadRow } from './files';
import { fileSize, plural } from './format';
import type { UploadList } from './upload-list';

export interface DropZoneProps {
  list: UploadList;
  /** What the operator allows, for the file picker and the hint. */
  accept?: readonly string[];
  maxBytes?: number;
  label?: string;
}

export function DropZone({ list, accept, maxBytes, label = 'Attachments' }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [over, dropProps] = useFileDrop(list.add);
  return (
    <div className={styles.zone}>
      <span className={styles.label} id={`${id}-label`}>
        {label} <span className={styles.optional}>(optional)</span>
      </span>
      <button
        type="button"
        className={classes(styles.target, over && styles.over)}
        aria-describedby={`${id}-hint`}
        onClick={() => input.current?.click()}
        {...dropProps}
      >
        <UploadCloud size={22} aria-hidden />
        <span>
          <strong>Choose files</strong> or drop them here
        </span>
        <span className={styles.hint} id={`${id}-hint`}>
          Pictures, PDF or text{maxBytes ? `, up to ${fileSize(maxBytes)} each` : ''}
        </span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-labelledby={`${id}-label`}
        accept={acceptOf(accept)}
        data-testid="file-input"
        onChange={(event) => {
          list.add(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      {list.items.length > 0 ? (
        <ul className={styles.list} aria-label="Files">
          {list.items.map((item) => (
            <UploadRow
              key={item.key}
              item={item}
              onRemove={() => list.remove(item.key)}
              onRetry={() => list.retry(item.key)}
            />
          ))}
        </ul>
      ) : null}
      <UploadAnnouncer list={list} />
    </div>
  );
}

/** Says in words what the bars show; only at the turning points, not at every percent. */
export function UploadAnnouncer({ list }: { list: UploadList }) {
  const uploading = list.items.filter((item) => item.state === 'uploading').length;
  const failed = list.items.filter((item) => item.state === 'failed');
  const done = list.items.length - uploading - failed.length;
  const parts = [
    uploading > 0 ? `Uploading ${plural(uploading, 'file')}` : null,
    done > 0 ? `${plural(done, 'file')} attached` : null,
    ...failed.map((item) => `${item.name}: ${item.error}`),
  ];
  return (
    <p className="visually-hidden" role="status">
      {list.items.length > 0 ? parts.filter(Boolean).join('. ') : ''}
    </p>
  );
}

/** Whether files hover above, and the handlers for the element that takes them. */
export function useFileDrop(onFiles: (files: FileList) => void) {
  const [over, setOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const handlers = {
    onDragOver(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent) {
      // Moving onto a child is no leaving.
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      onFiles(event.dataTransfer.files);
    },
  };
  return [over, handlers] as const;
}
