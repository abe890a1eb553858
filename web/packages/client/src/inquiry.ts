// A question to the server whose subject may change while it is asked: one at a time, asked
// again when there was cause to meanwhile, and later when the server can't answer just now.

import { type FrontdeskError, toFrontdeskError } from './errors';

/** Before the server is asked again that could not answer just now (milliseconds). */
const RETRY_MS = 2_000;

export interface InquiryOptions {
  /** What there is to ask now, if anything. */
  next(): (() => Promise<void>) | null;
  isOnline(): boolean;
  /** Told of every failure; one that may pass is asked again by itself. */
  onFailure(error: FrontdeskError): void;
}

export class Inquiry {
  readonly #options: InquiryOptions;
  #isAsking = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: InquiryOptions) {
    this.#options = options;
  }

  /** Asks what there is to ask: at once, or after the question that is under way. */
  go(): void {
    this.#again = this.#isAsking;
    if (this.#isAsking) return;
    const question = this.#options.next();
    if (question) void this.#ask(question);
  }

  /** Does not ask again by itself. */
  cancel(): void {
    clearTimeout(this.#timer);
  }

  async #ask(question: () => Promise<void>): Promise<void> {
    clearTimeout(this.#timer);
    this.#isAsking = true;
    try {
      await question();
    } catch (thrown) {
      const error = toFrontdeskError(thrown);
      this.#options.onFailure(error);
      this.#askLater(error);
    } finally {
      this.#isAsking = false;
    }
    if (this.#again && this.#options.isOnline()) this.go();
  }

  #askLater(error: FrontdeskError): void {
    // After a broken line the next connection asks.
    if (!error.isTransient || error.code === 'offline') return;
    const delay = error.retryAfter !== null ? error.retryAfter * 1_000 : RETRY_MS;
    this.#timer = setTimeout(() => {
      if (this.#options.isOnline()) this.go();
    }, delay);
  }
}
