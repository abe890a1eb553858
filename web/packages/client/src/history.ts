// Keeps one conversation's timeline whole: takes in what arrives, and asks the server for
// what is missing, one question at a time.

import { type BackoffLimits, backoffDelay } from './backoff';
import { type FrontdeskError, toFrontdeskError } from './errors';
import { contiguousEnd, EMPTY_TIMELINE, merge, missingAfter, type Timeline } from './timeline';
import type { ChatMessage } from './types';

const RETRY: BackoffLimits = { first: 1_000, most: 30_000 };

/** One answer to `sync`. */
export interface SyncAnswer {
  messages: ChatMessage[];
  /** There is more after the last of them. */
  more: boolean;
  /** The conversation's last `seq`. */
  head: number;
}

export interface HistoryOptions {
  /** Asks the server for the messages after a `seq`. */
  fetch(after: number): Promise<SyncAnswer>;
  /** Called after every change of the timeline. */
  onChange(): void;
}

export class History {
  readonly #options: HistoryOptions;
  #timeline: Timeline = EMPTY_TIMELINE;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempts = 0;
  #closed = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** The last `seq` that is here. */
  get lastSeq(): number {
    return this.#timeline.messages.at(-1)?.seq ?? 0;
  }

  /** Takes messages in; a gap that they show is filled by itself. */
  add(messages: readonly ChatMessage[], head = 0): void {
    this.#merge(messages, head);
    if (missingAfter(this.#timeline) !== null) this.#fill();
  }

  /**
   * Asks for everything after what is here, until there is no more. Fails with what the
   * server says; a line that broke is no failure, since the next connection asks again.
   */
  catchUp(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    try {
      for (let more = true; more && !this.#closed; ) {
        const after = contiguousEnd(this.#timeline);
        const { head } = this.#timeline;
        const answer = await this.#options.fetch(after);
        if (this.#closed) return;
        this.#merge(answer.messages, answer.head);
        const advanced = contiguousEnd(this.#timeline) > after;
        const grown = this.#timeline.head > head;
        // Asking again helps only if something has changed since the question.
        more =
          (advanced && answer.more) ||
          ((advanced || grown) && missingAfter(this.#timeline) !== null);
      }
      this.#attempts = 0;
    } finally {
      // In one breath with the last look at what is missing: a gap that shows right after it must
      // find nobody asking any more, or nobody would fill it.
      this.#running = null;
    }
  }

  #fill(): void {
    if (this.#running || this.#timer !== null || this.#closed) return;
    this.catchUp().catch((thrown) => this.#retryLater(toFrontdeskError(thrown)));
  }

  #retryLater(error: FrontdeskError): void {
    if (this.#closed || error.code === 'offline' || !error.isTransient) return;
    const delay =
      error.retryAfter !== null ? error.retryAfter * 1_000 : backoffDelay(this.#attempts++, RETRY);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#fill();
    }, delay);
  }

  #merge(messages: readonly ChatMessage[], head: number): void {
    const merged = merge(this.#timeline, messages, head);
    if (merged === this.#timeline) return;
    this.#timeline = merged;
    this.#options.onChange();
  }
}
