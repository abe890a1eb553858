// How the sending of one conversation stands.

import { type BackoffLimits, backoffDelay } from '../backoff';

const RETRY: BackoffLimits = { first: 1_000, most: 30_000 };

export class Lane {
  /** A message is in flight. */
  isSending = false;
  /** In a row. */
  failures = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The server has said how long to wait. */
  #isTold = false;

  /** Nothing may go out just now. */
  get isBusy(): boolean {
    return this.isSending || this.#timer !== null;
  }

  /** Goes on after what the server asks for (in seconds), or else after a while. */
  wait(retryAfter: number | null, goOn: () => void): void {
    if (this.#timer !== null) return;
    this.#isTold = retryAfter !== null;
    const delay = retryAfter !== null ? retryAfter * 1_000 : backoffDelay(this.failures - 1, RETRY);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      goOn();
    }, delay);
  }

  /** Waits no longer of its own accord: what it waited for may be over, as after a new connection. */
  hurry(): void {
    if (!this.#isTold) this.stop();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
