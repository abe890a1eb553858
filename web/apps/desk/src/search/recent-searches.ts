/**
 * What was searched for last in this browser, to be offered again. It belongs to one person (or to
 * nobody who is signed in) and is dropped as soon as it is somebody else's turn.
 */
import { useState } from 'react';
import type { Realm } from '../session/token';

const PREFIX = 'frontdesk.searches.';
const MAX_KEPT = 8;

interface Kept {
  owner: string;
  queries: string[];
}

function read(place: Realm, owner: string): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + place) ?? 'null') as Kept | null;
    const isTheirs = kept?.owner === owner && Array.isArray(kept.queries);
    return isTheirs ? kept.queries.filter((query) => typeof query === 'string') : [];
  } catch {
    // Forbidden, or not what was written here.
    return [];
  }
}

function write(place: Realm, kept: Kept): void {
  try {
    localStorage.setItem(PREFIX + place, JSON.stringify(kept));
  } catch {
    // Storage is full or forbidden: nothing is offered again.
  }
}

/** The newest first, each once, whatever its capitals. */
export function withNewest(queries: readonly string[], query: string): string[] {
  const others = queries.filter((each) => each.toLowerCase() !== query.toLowerCase());
  return [query, ...others].slice(0, MAX_KEPT);
}

export function forgetSearches(place: Realm): void {
  try {
    localStorage.removeItem(PREFIX + place);
  } catch {
    // Where storage is forbidden there is nothing to forget.
  }
}

export interface RecentSearches {
  recent: readonly string[];
  remember: (query: string) => void;
  /** Reads them again: another field may have added one. */
  refresh: () => void;
}

/** `owner`: whose they are. */
export function useRecentSearches(place: Realm, owner: string): RecentSearches {
  const [shown, setShown] = useState(() => ({ owner, queries: read(place, owner) }));
  const recent = shown.owner === owner ? shown.queries : read(place, owner);
  return {
    recent,
    remember: (query) => {
      const trimmed = query.trim();
      if (trimmed === '') return;
      const kept = { owner, queries: withNewest(read(place, owner), trimmed) };
      write(place, kept);
      setShown(kept);
    },
    refresh: () => setShown({ owner, queries: read(place, owner) }),
  };
}
