// Reading again what may have changed: once for all hints that come at about the same time. Pure.

/**
 * Runs one at a time. What is asked for while it runs, or within the rest behind it, is one more
 * run: no reading is broken off by the next hint, however many come, and the last is never missed.
 */
export function gathered(run: () => Promise<unknown>, restMs: number): () => void {
  let isBusy = false;
  let again = false;
  const go = async () => {
    isBusy = true;
    again = false;
    // What went wrong is the reader's to show.
    await run().catch(() => undefined);
    setTimeout(() => {
      isBusy = false;
      if (again) void go();
    }, restMs);
  };
  return () => {
    if (isBusy) again = true;
    else void go();
  };
}
