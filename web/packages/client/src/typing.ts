// Who is typing, both ways: told sparingly, and forgotten when the other side goes silent.

/** Says again that typing goes on, at most this often (milliseconds). */
export const TYPING_REPEAT_MS = 3_000;
/** Without another keystroke, typing has ended after this long. */
export const TYPING_IDLE_MS = 5_000;
/** The other side's typing is believed this long without a repeat. */
export const TYPING_EXPIRY_MS = 7_000;

/** Turns keystrokes into few events. */
export class TypingSender {
  readonly #send: (isTyping: boolean) => void;
  #saidAt: number | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (isTyping: boolean) => void) {
    this.#send = send;
  }

  /** Call it with true at every keystroke, with false when the text was emptied. */
  set(isTyping: boolean): void {
    clearTimeout(this.#idle);
    if (!isTyping) {
      if (this.#saidAt !== null) this.#send(false);
      this.#saidAt = null;
      return;
    }
    this.#idle = setTimeout(() => this.set(false), TYPING_IDLE_MS);
    const now = Date.now();
    if (this.#saidAt !== null && now - this.#saidAt < TYPING_REPEAT_MS) return;
    this.#saidAt = now;
    this.#send(true);
  }

  /** The message went out, which says that typing has ended. */
  reset(): void {
    clearTimeout(this.#idle);
    this.#saidAt = null;
  }
}

/** Believes that the other side is typing, for a while. */
export class TypingIndicator {
  readonly #onChange: (isTyping: boolean) => void;
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(onChange: (isTyping: boolean) => void) {
    this.#onChange = onChange;
  }

  set(isTyping: boolean): void {
    clearTimeout(this.#expiry);
    if (isTyping) this.#expiry = setTimeout(() => this.#onChange(false), TYPING_EXPIRY_MS);
    this.#onChange(isTyping);
  }
}
