/**
 * A PDF, drawn page by page on canvases: its scripts, forms and links don't exist here. Beside
 * each page stands its text for screen readers.
 */

import type { Attachment } from '@frontdesk/client';
import { useQuery } from '@tanstack/react-query';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../locales';
import { Loading } from '../spinner';
import { fetchFile } from './fetch-file';
import styles from './file-viewer.module.css';
import { openPdf } from './pdf-engine';

/** Pages beyond these are for those who download it. */
const MAX_PAGES = 200;
/** As wide as a page gets without zoom, in CSS pixels. */
const PAGE_WIDTH = 860;
/** Canvases of more pixels fail on phones. */
const MAX_PIXELS = 16_000_000;

export interface PdfViewProps {
  file: Attachment;
  /** The file with an address that works. */
  fresh: () => Promise<Attachment>;
  zoom: number;
  none: ReactNode;
}

export default function PdfView({ file, fresh, zoom, none }: PdfViewProps) {
  const bytes = useQuery({
    queryKey: ['file-bytes', file.cid],
    queryFn: async ({ signal }) => (await fetchFile(file, fresh, signal)).arrayBuffer(),
    staleTime: Number.POSITIVE_INFINITY,
    // Not kept in memory for long: it is at hand in the browser's cache.
    gcTime: 1_000,
  });
  const [pdf, setPdf] = useState<PDFDocumentProxy | 'broken' | null>(null);
  const { data } = bytes;
  useEffect(() => {
    if (!data) return;
    let isGone = false;
    // The worker takes the buffer away: it gets a copy.
    const opening = openPdf(data.slice(0));
    opening.promise.then(
      (opened) => !isGone && setPdf(opened),
      () => !isGone && setPdf('broken'),
    );
    return () => {
      isGone = true;
      void opening.destroy();
    };
  }, [data]);
  if (bytes.isError || pdf === 'broken') return none;
  if (!pdf) return <Loading label={t.openingThePdf} />;
  const count = Math.min(pdf.numPages, MAX_PAGES);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section className={styles.scroll} tabIndex={0} aria-label={t.pdfPages(pdf.numPages)}>
      <div className={styles.pages} style={{ width: `min(${PAGE_WIDTH}px, 100%)` }}>
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pages of a file never move
          <Page key={index} pdf={pdf} number={index + 1} zoom={zoom} />
        ))}
        {pdf.numPages > count ? <p className={styles.more}>{t.otherPages}</p> : null}
      </div>
    </section>
  );
}

interface PageProps {
  pdf: PDFDocumentProxy;
  number: number;
  zoom: number;
}

function Page({ pdf, number, zoom }: PageProps) {
  const frame = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const isNear = useIsNear(frame);
  const width = useWidth(frame);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!isNear) return;
    let isGone = false;
    void (async () => {
      const loaded = await pdf.getPage(number);
      const content = await loaded.getTextContent();
      if (isGone) return;
      setPage(loaded);
      setText(content.items.map((item) => ('str' in item ? item.str : '')).join(' '));
    })().catch(() => {
      // A page that cannot be read stays blank; the others are shown.
    });
    return () => {
      isGone = true;
    };
  }, [pdf, number, isNear]);
  useEffect(() => {
    const surface = canvas.current;
    if (!page || !surface || !isNear || width === 0) return;
    return draw(page, surface, width);
  }, [page, width, isNear]);
  const size = page?.getViewport({ scale: 1 });
  const style = {
    aspectRatio: size ? `${size.width} / ${size.height}` : '1 / 1.414',
    width: `${zoom * 100}%`,
  };
  return (
    <section ref={frame} className={styles.page} style={style} aria-label={t.page(number)}>
      {isNear ? <canvas ref={canvas} /> : null}
      <p className="visually-hidden">{text}</p>
    </section>
  );
}

/** Draws the page as sharp as the screen is; gives what stops it. */
function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, shown: number): () => void {
  const natural = page.getViewport({ scale: 1 });
  const width = shown * window.devicePixelRatio;
  const height = (width / natural.width) * natural.height;
  const fit = Math.min(1, Math.sqrt(MAX_PIXELS / (width * height)));
  const viewport = page.getViewport({ scale: (width / natural.width) * fit });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const drawing = page.render({ canvas, viewport });
  drawing.promise.catch(() => {
    // Cancelled, since there is a newer one, or broken: then the page stays blank.
  });
  return () => drawing.cancel();
}

/** How wide it is shown, in CSS pixels: with the window, and with the zoom. */
function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(() => setWidth(target.clientWidth));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Whether it is in sight or about to be. */
function useIsNear(element: { current: HTMLElement | null }): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new IntersectionObserver(
      (entries) => setIsNear(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: '150% 0px' },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return isNear;
}
