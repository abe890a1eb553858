// What an admin has said about the list, kept in this browser for each person: that it be put
// away, and that there are backups.

import type { Observable } from '@frontdesk/client';

const KEY = 'frontdesk.console.setup';

export interface SetupChoices {
  /** The list is not shown by itself any more. */
  readonly isPutAway: boolean;
  readonly hasBackups: boolean;
}

const NONE: SetupChoices = { isPutAway: false, hasBackups: false };

const snapshots = new Map<string, SetupChoices>();
const listeners = new Set<() => void>();
const keyOf = (person: string) => `${KEY}.${person}`;

function read(person: string): SetupChoices {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...NONE, ...kept } : NONE;
  } catch {
    return NONE;
  }
}

export function setupChoices(
  person: string,
): Observable<SetupChoices> & { set(part: Partial<SetupChoices>): void } {
  const getSnapshot = () => {
    const known = snapshots.get(person) ?? read(person);
    snapshots.set(person, known);
    return known;
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot,
    set(part) {
      const next = { ...getSnapshot(), ...part };
      snapshots.set(person, next);
      try {
        localStorage.setItem(keyOf(person), JSON.stringify(next));
      } catch {
        // Storage is full or forbidden: it holds until the page is left.
      }
      for (const listener of [...listeners]) listener();
    },
  };
}
