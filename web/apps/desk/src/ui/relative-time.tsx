/** A time as “3 minutes ago” that keeps itself current; the exact time is its tooltip. */
import { useSyncExternalStore } from 'react';
import { fullTime, relativeTime } from './format';

const TICK_MS = 30_000;

// One timer for all of them, which runs only while any is on the page.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The current time, to within half a minute. */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => now,
    () => now,
  );
}

export function RelativeTime({ time, className }: { time: string; className?: string }) {
  const current = useNow();
  // A time that the server made a moment ago may lie ahead of the last tick.
  const reference = Math.max(current, Math.min(Date.parse(time), current + TICK_MS));
  return (
    <time dateTime={time} title={fullTime(time)} className={className}>
      {relativeTime(time, reference)}
    </time>
  );
}
