// For how long a reply rests before it leaves, so that it can be taken back. Chosen by each person,
// remembered in this browser.

import type { Observable } from '@frontdesk/client';

const KEY = 'frontdesk.console.rest-seconds';
const DEFAULT = 5;

/** What can be chosen (seconds); 0 sends at once. */
export const REST_SECONDS: readonly number[] = [0, 5, 10, 30];

interface RestTime {
  readonly seconds: number;
}

function read(): RestTime {
  try {
    const kept = Number(localStorage.getItem(KEY) ?? DEFAULT);
    return { seconds: REST_SECONDS.includes(kept) ? kept : DEFAULT };
  } catch {
    return { seconds: DEFAULT };
  }
}

let snapshot = read();
const listeners = new Set<() => void>();

export const restTime: Observable<RestTime> & { set(seconds: number): void } = {
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getSnapshot: () => snapshot,
  set(seconds) {
    snapshot = { seconds };
    try {
      localStorage.setItem(KEY, String(seconds));
    } catch {
      // Storage is full or forbidden: the choice holds until the page is left.
    }
    for (const listener of [...listeners]) listener();
  },
};
