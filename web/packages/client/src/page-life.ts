// What the browser says about the page's life, put together: it comes back to life, or it is
// about to be put to sleep.

/** How often a visible page looks at the clock, and which gap means that the device slept. */
const CLOCK_MS = 10_000;
const SLEPT_MS = 30_000;

/**
 * Calls back whenever what was connected may be dead: the network came or went, the page is
 * looked at again, came out of the back-forward cache or of freezing, or the device slept.
 */
export function onPageWake(handler: () => void): () => void {
  const { document } = globalThis;
  const isVisible = () => !document || document.visibilityState === 'visible';
  const ifVisible = () => {
    if (isVisible()) handler();
  };
  const ifPersisted = (event: Event) => {
    if ((event as PageTransitionEvent).persisted) handler();
  };
  const stops = [
    listen(globalThis, 'online', handler),
    listen(globalThis, 'offline', handler),
    listen(globalThis, 'pageshow', ifPersisted),
    listen(document, 'visibilitychange', ifVisible),
    listen(document, 'resume', handler),
  ];
  if (document) {
    let last = Date.now();
    const clock = setInterval(() => {
      const gap = Date.now() - last;
      last += gap;
      // Timers of hidden pages are slowed down: there a gap means nothing.
      if (gap > SLEPT_MS) ifVisible();
    }, CLOCK_MS);
    stops.push(() => clearInterval(clock));
  }
  return () => {
    for (const stop of stops) stop();
  };
}

/** Calls back before the page is frozen, put into the back-forward cache, or gone. */
export function onPageSleep(handler: () => void): () => void {
  const stops = [
    listen(globalThis.document, 'freeze', handler),
    listen(globalThis, 'pagehide', handler),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether the page is looked at; outside of a browser it is. */
export function isPageVisible(): boolean {
  return globalThis.document?.visibilityState !== 'hidden';
}

function listen(
  target: Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>> | undefined,
  name: string,
  handler: (event: Event) => void,
): () => void {
  target?.addEventListener?.(name, handler);
  return () => target?.removeEventListener?.(name, handler);
}
