// Whether the single-key shortcuts are on. People who speak to their computer, or whose hands
// slip, must be able to turn them off (WCAG 2.2, 2.1.4). Remembered in this browser.

import type { Observable } from '@frontdesk/client';

const KEY = 'frontdesk.console.single-keys';

interface SingleKeys {
  readonly on: boolean;
}

function read(): SingleKeys {
  try {
    return { on: localStorage.getItem(KEY) !== 'off' };
  } catch {
    return { on: true };
  }
}

let snapshot = read();
const listeners = new Set<() => void>();

export const singleKeys: Observable<SingleKeys> & { set(on: boolean): void } = {
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getSnapshot: () => snapshot,
  set(on) {
    snapshot = { on };
    try {
      localStorage.setItem(KEY, on ? 'on' : 'off');
    } catch {
      // Storage is full or forbidden: the choice holds until the page is left.
    }
    for (const listener of [...listeners]) listener();
  },
};
