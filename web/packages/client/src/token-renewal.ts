// A line lives no longer than its token. Shortly before it expires, and when nothing is under
// way, the line is made anew with the next one, if whoever gives the tokens has it.

import { expiryOf, type TokenHolder } from './token';
import type { Token } from './types';

/** How long before a token expires the next one is asked for (milliseconds), again and again. */
export const RENEWAL_STEPS_MS = [60_000, 30_000, 15_000, 5_000];
/** How long a renewal waits for requests that are under way, at a time. */
const BUSY_MS = 250;
/** setTimeout takes no longer delays. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export interface RenewalOptions {
  /** Nothing is under way. */
  isIdle(): boolean;
  /** Connects with the token of now. */
  renew(): void;
}

export class TokenRenewal {
  readonly #token: TokenHolder;
  readonly #options: RenewalOptions;
  #expiry: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(token: TokenHolder, options: RenewalOptions) {
    this.#token = token;
    this.#options = options;
  }

  /** The line uses this token from now on. */
  follow(token: Token): void {
    this.#expiry = expiryOf(token);
    this.#waitForStep();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #waitForStep(): void {
    const expiry = this.#expiry;
    // A token that nobody gives anew is replaced by `setToken`.
    if (expiry === null || this.#token.fixed !== undefined) {
      clearTimeout(this.#timer);
      return;
    }
    const left = expiry - Date.now();
    const step = RENEWAL_STEPS_MS.find((before) => before < left);
    if (step !== undefined) this.#after(left - step, () => void this.#askForNext());
  }

  async #askForNext(): Promise<void> {
    const before = this.#expiry;
    const next = await this.#token.current().catch(() => null);
    if (this.#stopped || this.#expiry !== before || before === null) return;
    const expiry = expiryOf(next);
    if (next !== null && (expiry === null || expiry > before)) this.#renewWhenIdle();
    else this.#waitForStep();
  }

  #renewWhenIdle(): void {
    if (this.#options.isIdle()) this.#options.renew();
    else this.#after(BUSY_MS, () => this.#renewWhenIdle());
  }

  #after(delay: number, action: () => void): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(
      () => {
        if (delay > MAX_DELAY_MS) this.#waitForStep();
        else action();
      },
      Math.min(delay, MAX_DELAY_MS),
    );
  }
}
