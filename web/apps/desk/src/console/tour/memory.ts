// Which tours each person has been offered here. The desk keeps no such thing, so this browser
// does: who works at two of them is asked twice.

import type { TourName } from './steps';

const KEY = 'frontdesk.console.tours';

type Memory = Record<string, TourName[]>;

function read(): Memory {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Memory) : {};
  } catch {
    return {};
  }
}

export function hasSeen(person: string, tour: TourName): boolean {
  const seen = read()[person];
  return Array.isArray(seen) && seen.includes(tour);
}

export function remember(person: string, tour: TourName): void {
  if (hasSeen(person, tour)) return;
  const all = read();
  try {
    const kept = { ...all, [person]: [...(all[person] ?? []), tour] };
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Storage is full or forbidden: they are asked again next time.
  }
}
