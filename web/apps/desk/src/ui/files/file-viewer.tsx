/**
 * Looking at the files of a conversation, one after the other: pictures, PDFs and text. By keys:
 * arrows, Home and End move, + − 0 zoom, Escape closes. By touch: a swipe moves.
 */

import type { Attachment } from '@frontdesk/client';
import { useAttachment } from '@frontdesk/react';
import { ChevronLeft, ChevronRight, Download, Minus, Plus, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  type TouchEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import { isRightToLeft } from '../../i18n/language';
import { percent } from '../../i18n/numbers';
import { IconButton } from '../button';
import { ErrorBoundary } from '../error-boundary';
import { fileSize } from '../format';
import { t } from '../locales';
import { Loading } from '../spinner';
import { FileTypeIcon, fileState, stateWords, viewKind } from './file-type';
import styles from './file-viewer.module.css';
import { openFresh } from './open-fresh';
import { PictureView } from './picture-view';
import { TextView } from './text-view';
import { isZoomable, nextZoom, type ZoomStep } from './zoom';

/** Brings pdf.js along, which is larger than the rest of the app. */
const PdfView = lazy(() => import('./pdf-view'));

export interface FileViewerProps {
  files: readonly Attachment[];
  /** The one that is shown. */
  cid: string;
  onMove: (cid: string) => void;
  onClose: () => void;
}

/** A finger that moves this far (pixels), and mostly sideways, swipes. */
const SWIPE_PX = 48;

export default function FileViewer({ files, cid, onMove, onClose }: FileViewerProps) {
  const shown = files.filter((file) => fileState(file) === 'open' && viewKind(file) !== 'none');
  const index = shown.findIndex((file) => file.cid === cid);
  const given = shown[index] ?? files.find((file) => file.cid === cid);
  const opener = useRef<Element | null>(null);
  const [zoom, setZoom] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each file begins as a whole
  useEffect(() => setZoom(1), [cid]);
  const go = (to: number) => {
    const next = shown[Math.max(0, Math.min(shown.length - 1, to))];
    if (next) onMove(next.cid);
  };
  const swipe = useSwipe((step) => zoom === 1 && go(index + step));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const action = actionOf(event.key);
    if (action === null) return;
    event.preventDefault();
    if (action === 'first') go(0);
    else if (action === 'last') go(shown.length - 1);
    else if (typeof action === 'number') go(index + action);
    else setZoom((now) => nextZoom(now, action.zoom));
  };

  if (!given) return null;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.viewer}
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
            event.preventDefault();
            opener.current.focus();
          }}
        >
          <Head given={given} place={{ index, count: shown.length }} zoom={zoom} onZoom={setZoom} />
          <div className={styles.stage} {...swipe}>
            <ErrorBoundary resetKey={given.cid}>
              <Suspense fallback={<Loading label={t.openingTheFile} />}>
                <Content key={given.cid} given={given} zoom={zoom} onZoom={setZoom} />
              </Suspense>
            </ErrorBoundary>
          </div>
          {shown.length > 1 ? (
            <>
              <Side
                label={t.previousFile}
                at="start"
                isEnd={index <= 0}
                onClick={() => go(index - 1)}
              />
              <Side
                label={t.nextFile}
                at="end"
                isEnd={index >= shown.length - 1}
                onClick={() => go(index + 1)}
              />
            </>
          ) : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type Action = number | 'first' | 'last' | { zoom: ZoomStep } | null;

function actionOf(key: string): Action {
  switch (key) {
    case 'ArrowLeft':
      return isRightToLeft() ? 1 : -1;
    case 'ArrowRight':
      return isRightToLeft() ? -1 : 1;
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    case '+':
    case '=':
      return { zoom: 'in' };
    case '-':
    case '_':
      return { zoom: 'out' };
    case '0':
      return { zoom: 'reset' };
    default:
      return null;
  }
}

interface HeadProps {
  given: Attachment;
  place: { index: number; count: number };
  zoom: number;
  onZoom: (zoom: number) => void;
}

function Head({ given, place, zoom, onZoom }: HeadProps) {
  const { file, fresh } = useAttachment(given);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <Dialog.Title className={styles.name} title={file.name}>
          {file.name}
        </Dialog.Title>
        <p className={styles.facts} role="status">
          <span className="visually-hidden">{file.name}, </span>
          {place.count > 1 ? `${t.fileOf(place.index + 1, place.count)} · ` : ''}
          {fileSize(file.size)}
        </p>
      </div>
      <div className={styles.tools}>
        {isZoomable(viewKind(file)) ? (
          <>
            <IconButton
              label={t.zoomOut}
              icon={<Minus size={18} aria-hidden />}
              aria-disabled={zoom <= 1 || undefined}
              onClick={() => onZoom(nextZoom(zoom, 'out'))}
            />
            <button
              type="button"
              className={styles.zoom}
              aria-label={t.zoomFit(zoom)}
              onClick={() => onZoom(1)}
            >
              {percent(zoom)}
            </button>
            <IconButton
              label={t.zoomIn}
              icon={<Plus size={18} aria-hidden />}
              onClick={() => onZoom(nextZoom(zoom, 'in'))}
            />
          </>
        ) : null}
        {fileState(file) === 'open' ? (
          <a
            className={styles.download}
            href={file.url}
            download={file.name}
            target="_blank"
            rel="noreferrer"
            aria-label={t.downloadFile(file.name)}
            title={t.download}
            onClick={(event) => openFresh(event, file, fresh)}
          >
            <Download size={18} aria-hidden />
          </a>
        ) : null}
        <Dialog.Close asChild>
          <IconButton label={t.close} icon={<X size={20} aria-hidden />} />
        </Dialog.Close>
      </div>
    </header>
  );
}

interface ContentProps {
  given: Attachment;
  zoom: number;
  onZoom: (zoom: number) => void;
}

function Content({ given, zoom, onZoom }: ContentProps) {
  const { file, refresh, fresh } = useAttachment(given);
  const state = fileState(file);
  if (state !== 'open') return <NoPreview file={file} why={stateWords(state)} />;
  const none = <NoPreview file={file} why={t.noPreview} />;
  switch (viewKind(file)) {
    case 'picture':
      return <PictureView file={file} zoom={zoom} onZoom={onZoom} onBroken={refresh} none={none} />;
    case 'pdf':
      return <PdfView file={file} fresh={fresh} zoom={zoom} none={none} />;
    case 'text':
      return <TextView file={file} fresh={fresh} none={none} />;
    default:
      return none;
  }
}

function NoPreview({ file, why }: { file: Attachment; why: string }) {
  return (
    <div className={styles.none}>
      <FileTypeIcon type={file.type} size={40} />
      <p>{why}</p>
    </div>
  );
}

interface SideProps {
  label: string;
  at: 'start' | 'end';
  isEnd: boolean;
  onClick: () => void;
}

function Side({ label, at, isEnd, onClick }: SideProps) {
  const Icon = at === 'start' ? ChevronLeft : ChevronRight;
  return (
    <IconButton
      label={label}
      variant="secondary"
      className={styles[at]}
      icon={<Icon size={22} aria-hidden />}
      aria-disabled={isEnd || undefined}
      onClick={onClick}
    />
  );
}

/** Tells of one finger that moves sideways; a page zoomed by the fingers is only moved. */
function useSwipe(onSwipe: (step: number) => void) {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart({ touches }: TouchEvent) {
      const touch = touches[0];
      const isZoomed = (window.visualViewport?.scale ?? 1) > 1.01;
      start.current =
        touch && touches.length === 1 && !isZoomed ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchEnd({ changedTouches }: TouchEvent) {
      const touch = changedTouches[0];
      if (!start.current || !touch) return;
      const x = touch.clientX - start.current.x;
      const y = touch.clientY - start.current.y;
      start.current = null;
      const isOn = x < 0 !== isRightToLeft();
      if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) onSwipe(isOn ? 1 : -1);
    },
  };
}
