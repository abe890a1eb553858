/** One file that is being attached: how far it is, and what can be done with it. */

import type { UploadItem } from '@frontdesk/client';
import { type UseUploadList, useAttachment } from '@frontdesk/react';
import { FolderOpen, Pause, Play, RotateCw, X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { IconButton } from '../button';
import { classes } from '../classes';
import { t } from '../locales';
import { FileTypeIcon, fileState, isPicture, stateWords } from './file-type';
import styles from './upload-row.module.css';
import { uploadWords } from './upload-words';

export interface UploadRowProps {
  item: UploadItem;
  list: UseUploadList;
  /** Narrower, for a composer. */
  compact?: boolean;
}

export function UploadRow({ item, list, compact = false }: UploadRowProps) {
  const { key, name, state } = item;
  const isMoving = state === 'uploading' || state === 'waiting' || state === 'checking';
  return (
    <li
      className={classes(styles.row, compact && styles.compact, styles[state])}
      data-state={state}
    >
      <Face item={item} />
      <div className={styles.text}>
        <bdi className={styles.name} title={name}>
          {name}
        </bdi>
        <span className={styles.state}>
          {uploadWords(item)}
          {item.attachment ? <ScanWords attachment={item.attachment} /> : null}
        </span>
      </div>
      <div className={styles.actions}>
        {item.resumable && (state === 'uploading' || state === 'waiting') ? (
          <Act label={t.pauseFile(name)} icon={Pause} onClick={() => list.pause(key)} />
        ) : null}
        {state === 'paused' && !item.needsFile ? (
          <Act label={t.resumeFile(name)} icon={Play} onClick={() => list.resume(key)} />
        ) : null}
        {item.needsFile ? <ChooseAgain item={item} list={list} /> : null}
        {state === 'failed' ? (
          <Act label={t.retryFile(name)} icon={RotateCw} onClick={() => list.retry(key)} />
        ) : null}
        <Act
          label={isMoving ? t.cancelFile(name) : t.removeFile(name)}
          icon={X}
          onClick={() => list.remove(key)}
        />
      </div>
      {isMoving || (state === 'paused' && item.loaded > 0) ? (
        <progress
          className={styles.progress}
          max={100}
          value={Math.round(item.fraction * 100)}
          aria-label={name}
        />
      ) : null}
    </li>
  );
}

interface ActProps {
  label: string;
  icon: typeof X;
  onClick: () => void;
}

function Act({ label, icon: Icon, onClick }: ActProps) {
  return (
    <IconButton label={label} size="s" icon={<Icon size={15} aria-hidden />} onClick={onClick} />
  );
}

/** The picture itself where it is at hand, else what kind of file it is. */
function Face({ item }: { item: UploadItem }) {
  const { file, type } = item;
  const picture = file && isPicture(type) ? file : null;
  const url = useMemo(() => (picture ? URL.createObjectURL(picture) : null), [picture]);
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
  const source = url ?? item.attachment?.thumbnailUrl;
  if (source) return <img className={styles.face} src={source} alt="" />;
  return <FileTypeIcon type={type} />;
}

function ScanWords({ attachment }: { attachment: NonNullable<UploadItem['attachment']> }) {
  const state = fileState(useAttachment(attachment).file);
  return state === 'open' ? null : <> · {stateWords(state)}</>;
}

/** A reload has lost the file; what had arrived of it has stayed. */
function ChooseAgain({ item, list }: { item: UploadItem; list: UseUploadList }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Act
        label={t.chooseAgain(item.name)}
        icon={FolderOpen}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        data-testid="choose-again"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) list.provide(item.key, file);
          target.value = '';
        }}
      />
    </>
  );
}
