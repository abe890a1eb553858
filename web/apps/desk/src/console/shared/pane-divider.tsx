// The line between the list and what is open, to be dragged, or moved with the arrow keys; a press
// goes through three widths.

import { useSnapshot } from '@frontdesk/react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { isRightToLeft } from '../../i18n/language';
import { LIST_WIDTH, nextWidth, paneLook, widthOf } from './pane-width';
import styles from './panes.module.css';

/** What an arrow key moves it by (rem). */
const STEP = 1;
/** Less than this is a press and no drag (px). */
const SLOP = 3;

export function PaneDivider() {
  const { listWidth } = useSnapshot(paneLook);
  const drag = useRef<{ from: number; width: number; moved: boolean } | null>(null);
  const set = (rem: number) => paneLook.set({ listWidth: widthOf(rem) });

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, width: listWidth, moved: false };
  }

  function onPointerMove({ clientX }: PointerEvent) {
    if (!drag.current) return;
    const { from, width, moved } = drag.current;
    const by = (clientX - from) * (isRightToLeft() ? -1 : 1);
    if (!moved && Math.abs(by) < SLOP) return;
    drag.current.moved = true;
    set(width + by / remInPx());
  }

  function onPointerUp() {
    if (drag.current && !drag.current.moved) set(nextWidth(listWidth));
    drag.current = null;
  }

  function onKeyDown(event: KeyboardEvent) {
    const wider = isRightToLeft() ? 'ArrowLeft' : 'ArrowRight';
    const narrower = isRightToLeft() ? 'ArrowRight' : 'ArrowLeft';
    const widths: Record<string, number> = {
      [wider]: listWidth + STEP,
      [narrower]: listWidth - STEP,
      Home: LIST_WIDTH.min,
      End: LIST_WIDTH.max,
      Enter: nextWidth(listWidth),
    };
    const width = widths[event.key];
    if (width === undefined) return;
    event.preventDefault();
    set(width);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: one that moves has no element of its own
    <div
      className={styles.divider}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the list"
      aria-valuenow={listWidth}
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      tabIndex={0}
      title="Drag, or press, to change the width of the list"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}

const remInPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
