// Waiting for a state instead of for a time.

import type { Observable } from '../../src/store';

/** Resolves with the first snapshot that fulfils the condition: the present one, if it does. */
export function until<Snapshot>(
  observable: Observable<Snapshot>,
  condition: (snapshot: Snapshot) => boolean,
): Promise<Snapshot> {
  return new Promise((resolve) => {
    const present = observable.getSnapshot();
    if (condition(present)) {
      resolve(present);
      return;
    }
    const unsubscribe = observable.subscribe(() => {
      const snapshot = observable.getSnapshot();
      if (!condition(snapshot)) return;
      unsubscribe();
      resolve(snapshot);
    });
  });
}

/** Resolves when `poke` has been called `count` times. */
export function countdown(count: number): { poke: () => void; done: Promise<void> } {
  let left = count;
  let finish: () => void = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    poke: () => {
      left -= 1;
      if (left === 0) finish();
    },
    done,
  };
}
