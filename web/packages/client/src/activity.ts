// Tells the server, sparingly, that the person is there: an agent who does nothing for long is
// taken for away.

/** At most this often (milliseconds). */
export const ACTIVITY_MS = 60_000;

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'visibilitychange'] as const;

export class ActivityReporter {
  readonly #tell: () => void;
  #toldAt: number | null = null;

  constructor(tell: () => void) {
    this.#tell = tell;
    for (const sign of SIGNS) globalThis.document?.addEventListener(sign, this.#onSign, PASSIVE);
  }

  /** The person has done something. */
  act(): void {
    const now = Date.now();
    if (this.#toldAt !== null && now - this.#toldAt < ACTIVITY_MS) return;
    this.#toldAt = now;
    this.#tell();
  }

  /** The server takes the person for away: their next sign is told, however soon it comes. */
  expectSign(): void {
    this.#toldAt = null;
  }

  close(): void {
    for (const sign of SIGNS) globalThis.document?.removeEventListener(sign, this.#onSign);
  }

  readonly #onSign = (): void => {
    if (globalThis.document?.visibilityState === 'visible') this.act();
  };
}

const PASSIVE = { passive: true, capture: false } as const;
