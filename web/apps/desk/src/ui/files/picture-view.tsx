/** A picture that fits the window, or larger, to be moved about. */

import type { Attachment } from '@frontdesk/client';
import { type ReactNode, useState } from 'react';
import { classes } from '../classes';
import { t } from '../locales';
import styles from './file-viewer.module.css';

export interface PictureViewProps {
  file: Attachment;
  zoom: number;
  onZoom: (zoom: number) => void;
  /** Its address did not work. */
  onBroken: () => void;
  none: ReactNode;
}

/** Beyond this the original is worth its bytes. */
const PREVIEW_ZOOM = 1.5;

export function PictureView({ file, zoom, onZoom, onBroken, none }: PictureViewProps) {
  const [broken, setBroken] = useState<readonly string[]>([]);
  const source = zoom > PREVIEW_ZOOM ? file.url : (file.previewUrl ?? file.url);
  if (broken.includes(source)) return none;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section className={styles.scroll} tabIndex={0} aria-label={t.picture}>
      <img
        className={classes(styles.image, zoom > 1 && styles.large)}
        style={zoom > 1 ? { width: `${zoom * 100}%` } : undefined}
        src={source}
        alt={file.name}
        width={file.width ?? undefined}
        height={file.height ?? undefined}
        draggable={false}
        onDoubleClick={() => onZoom(zoom > 1 ? 1 : 2)}
        onError={() => {
          setBroken((before) => [...before, source]);
          onBroken();
        }}
      />
    </section>
  );
}
