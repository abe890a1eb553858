// Replies that were sent but rest for a few seconds, so that they can be taken back. They outlive
// the place where they were written; leaving the page lets them go.

import type { Observable } from '@frontdesk/client';

export interface HeldSend {
  /** The conversation: it has one such reply at a time. */
  id: string;
  /** Whom it goes to. */
  to: string;
  /** What is done besides sending it, such as “resolve”. */
  andThen: 'resolve' | null;
  /** How long it rests (ms). */
  restMs: number;
  /** It has left: taking it back is no longer possible. */
  leaving: boolean;
}

export interface Delivery {
  /** `pageEnds`: there is no time to wait for an answer. Throws when it could not be sent. */
  send(pageEnds: boolean): Promise<void>;
  /** It goes back to where it was written. */
  onUndo(): void;
  onFailure(error: unknown): void;
}

interface Held {
  shown: HeldSend;
  delivery: Delivery;
  timer: ReturnType<typeof setTimeout>;
  /** Ends when it is sent, or could not be. */
  sending: Promise<void> | null;
}

export class HeldSends implements Observable<readonly HeldSend[]> {
  readonly #held = new Map<string, Held>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly HeldSend[] = [];

  // React calls these two on their own.
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): readonly HeldSend[] => this.#snapshot;

  hold(send: Omit<HeldSend, 'leaving'>, delivery: Delivery): void {
    const timer = setTimeout(() => this.sendNow(send.id), send.restMs);
    this.#held.set(send.id, {
      shown: { ...send, leaving: false },
      delivery,
      timer,
      sending: null,
    });
    this.#tell();
  }

  /** Whether there was something that could still be taken back. */
  undo(id: string): boolean {
    const held = this.#held.get(id);
    if (!held || held.shown.leaving) return false;
    clearTimeout(held.timer);
    this.#held.delete(id);
    this.#tell();
    held.delivery.onUndo();
    return true;
  }

  sendNow(id: string): void {
    void this.#send(id, false);
  }

  /** Everything goes now; resolves when it is sent, or could not be. */
  async sendAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((id) => this.#send(id, false)));
  }

  /** The page ends: what rests goes now. */
  flush(): void {
    for (const id of [...this.#held.keys()]) void this.#send(id, true);
  }

  #send(id: string, pageEnds: boolean): Promise<void> {
    const held = this.#held.get(id);
    if (!held) return Promise.resolve();
    held.sending ??= this.#deliver(id, held, pageEnds);
    return held.sending;
  }

  async #deliver(id: string, held: Held, pageEnds: boolean): Promise<void> {
    clearTimeout(held.timer);
    held.shown = { ...held.shown, leaving: true };
    this.#tell();
    try {
      await held.delivery.send(pageEnds);
      this.#end(id);
    } catch (error) {
      this.#end(id);
      held.delivery.onFailure(error);
    }
  }

  #end(id: string): void {
    this.#held.delete(id);
    this.#tell();
  }

  #tell(): void {
    this.#snapshot = [...this.#held.values()].map(({ shown }) => shown);
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Those of this page. */
export const heldSends = new HeldSends();
