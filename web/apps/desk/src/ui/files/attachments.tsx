/** The files of a message or a ticket: pictures as previews, others as chips with name and size. */
import { type Attachment, uploads } from '@frontdesk/client';
import { useAttachment, useMember } from '@frontdesk/react';
import { Ban, ShieldAlert, ShieldQuestion } from 'lucide-react';
import { type MouseEvent, useEffect, useMemo, useState } from 'react';
import { classes } from '../classes';
import { fileSize } from '../format';
import styles from './attachments.module.css';
import {
  type FileState,
  FileTypeIcon,
  fileState,
  isPicture,
  stateWords,
  viewKind,
} from './file-type';
import { openFresh } from './open-fresh';
import { FileViewerHost, useFileViewer } from './viewer-host';

export function AttachmentList({ files }: { files: readonly Attachment[] }) {
  const viewer = useFileViewer();
  if (files.length === 0) return null;
  const pictures = files.filter((file) => isPicture(file.type));
  const others = files.filter((file) => !isPicture(file.type));
  const list = (
    <div className={styles.list}>
      {pictures.map((file) => (
        <Picture key={file.cid} given={file} />
      ))}
      {others.map((file) => (
        <FileChip key={file.cid} file={file} />
      ))}
    </div>
  );
  return viewer ? list : <FileViewerHost files={files}>{list}</FileViewerHost>;
}

/** One file that can be opened; without a viewer around it, in a tab of its own. */
export function FileChip({ file: given }: { file: Attachment }) {
  const { file, fresh } = useAttachment(given);
  const open = useOpen(file, fresh);
  const state = fileState(file);
  if (state !== 'open') return <ClosedChip file={file} state={state} />;
  return (
    <a className={styles.chip} href={file.url} title={file.name} {...open}>
      <FileTypeIcon type={file.type} />
      <bdi className={styles.name}>{file.name}</bdi>
      <span className={styles.size}>{fileSize(file.size)}</span>
    </a>
  );
}

const STATE_ICONS = { pending: ShieldQuestion, infected: ShieldAlert, deleted: Ban };

/** A file that nobody may open (any more, or yet), and why. */
function ClosedChip({ file, state }: { file: Attachment; state: Exclude<FileState, 'open'> }) {
  const Icon = STATE_ICONS[state];
  return (
    <span className={classes(styles.chip, styles[state])} data-scan={state}>
      <Icon size={18} aria-hidden />
      <span className={styles.words}>
        <bdi className={styles.name}>{file.name}</bdi>
        <span className={styles.why}>
          {stateWords(state)} · {fileSize(file.size)}
        </span>
      </span>
    </span>
  );
}

/** As large as a preview gets, in rem. */
const PICTURE_WIDTH = 15;
const PICTURE_HEIGHT = 11;
/** Beyond these, a picture is cropped rather than made a line. */
const RATIOS = { min: 0.45, max: 2.6 };
/** Of a picture whose size nobody has told. */
const USUAL_RATIO = 4 / 3;

function Picture({ given }: { given: Attachment }) {
  const { file, refresh, fresh } = useAttachment(given);
  const state = fileState(file);
  const own = useLocalCopy(state === 'pending' ? file.cid : null);
  const open = useOpen(file, fresh);
  const source = own ?? file.thumbnailUrl ?? file.url;
  const [loaded, setLoaded] = useState<string | null>(null);
  const [failed, setFailed] = useState<readonly string[]>([]);
  if (state === 'infected' || state === 'deleted' || (state === 'pending' && !own)) {
    return <ClosedChip file={file} state={state} />;
  }
  // An address that failed twice won't do: the name still leads to the file.
  if (failed.filter((one) => one === source).length > 1) return <FileChip file={given} />;
  const image = (
    <img
      key={`${source} ${failed.length}`}
      className={classes(loaded === source && styles.shown)}
      src={source}
      alt={file.name}
      loading="lazy"
      decoding="async"
      onLoad={() => setLoaded(source)}
      onError={() => {
        setFailed((before) => [...before, source]);
        refresh();
      }}
    />
  );
  if (state === 'pending') {
    return (
      <span className={styles.picture} style={boxOf(file)} data-scan="pending">
        {image}
        <span className={styles.overlay}>{stateWords('pending')}</span>
      </span>
    );
  }
  return (
    <a className={styles.picture} style={boxOf(file)} href={file.url} title={file.name} {...open}>
      {image}
    </a>
  );
}

/** The room that a picture takes, known before it is there, so that nothing moves when it comes. */
function boxOf({ width, height }: Attachment) {
  const natural = width && height ? width / height : USUAL_RATIO;
  const ratio = Math.min(RATIOS.max, Math.max(RATIOS.min, natural));
  const wide = Math.min(PICTURE_WIDTH, PICTURE_HEIGHT * ratio);
  return { width: `${wide.toFixed(2)}rem`, aspectRatio: ratio.toFixed(4) };
}

/** An address of the bytes that this page itself has sent. */
function useLocalCopy(cid: string | null): string | null {
  const sent = useMember(uploads);
  const copy = cid === null ? null : sent.localCopy(cid);
  const url = useMemo(() => (copy ? URL.createObjectURL(copy) : null), [copy]);
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
  return url;
}

/** A plain click looks at the file here; with a modifier it is a link like any other. */
function useOpen(file: Attachment, fresh: () => Promise<Attachment>) {
  const viewer = useFileViewer();
  if (!viewer || viewKind(file) === 'none') {
    return {
      target: '_blank',
      rel: 'noreferrer',
      onClick: (event: MouseEvent<HTMLAnchorElement>) => openFresh(event, file, fresh),
    };
  }
  return {
    target: '_blank',
    rel: 'noreferrer',
    'aria-haspopup': 'dialog' as const,
    onClick: (event: MouseEvent<HTMLAnchorElement>) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
        openFresh(event, file, fresh);
        return;
      }
      event.preventDefault();
      viewer.open(file.cid);
    },
  };
}
