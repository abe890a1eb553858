// What was changed last and can still be taken back, for the key that does so.

/** As long as one may take it for the last thing done (ms). */
const OFFERED_MS = 60_000;

let last: { undo: () => void; until: number } | null = null;

export function offerUndo(undo: () => void, now = Date.now()): void {
  last = { undo, until: now + OFFERED_MS };
}

/** Takes it back; false where there is nothing. */
export function undoLast(now = Date.now()): boolean {
  const found = last;
  last = null;
  if (!found || found.until < now) return false;
  found.undo();
  return true;
}
