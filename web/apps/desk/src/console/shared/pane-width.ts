// How wide the list is beside what is open, and whether the details stand there. Chosen by each
// person, remembered in this browser.

import type { Observable } from '@frontdesk/client';

/** Widths of the list (rem). */
export const LIST_WIDTH = { min: 16, normal: 21, max: 34 } as const;

const WIDTH_KEY = 'frontdesk.console.list-width';
const DETAILS_KEY = 'frontdesk.console.details';

interface PaneLook {
  /** rem */
  readonly listWidth: number;
  readonly details: boolean;
}

/** Within the limits; what is no number is the usual width. */
export function widthOf(rem: number): number {
  if (!Number.isFinite(rem)) return LIST_WIDTH.normal;
  return Math.min(LIST_WIDTH.max, Math.max(LIST_WIDTH.min, Math.round(rem * 4) / 4));
}

/** For who cannot drag: each press the next of narrow, usual and wide. */
export function nextWidth(rem: number): number {
  const { min, normal, max } = LIST_WIDTH;
  return [min, normal, max].find((one) => one > rem) ?? min;
}

function read(): PaneLook {
  try {
    const kept = localStorage.getItem(WIDTH_KEY);
    return {
      listWidth: kept === null ? LIST_WIDTH.normal : widthOf(Number(kept)),
      details: localStorage.getItem(DETAILS_KEY) !== 'hidden',
    };
  } catch {
    return { listWidth: LIST_WIDTH.normal, details: true };
  }
}

let snapshot = read();
const listeners = new Set<() => void>();

export const paneLook: Observable<PaneLook> & { set(change: Partial<PaneLook>): void } = {
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getSnapshot: () => snapshot,
  set(change) {
    snapshot = { ...snapshot, ...change };
    try {
      localStorage.setItem(WIDTH_KEY, String(snapshot.listWidth));
      localStorage.setItem(DETAILS_KEY, snapshot.details ? 'shown' : 'hidden');
    } catch {
      // Storage is full or forbidden: the choice holds until the page is left.
    }
    for (const listener of [...listeners]) listener();
  },
};
