// Keeps what is being written on the server: a while after the last keystroke, and at once when the
// field is left. What could not be kept is tried again; the text itself lives elsewhere meanwhile.

/** The server is told this long after the last keystroke (ms). */
export const PAUSE_MS = 1_000;
/** A failure is tried again after this long (ms). */
export const AGAIN_MS = 10_000;

export class DraftKeeper {
  readonly #save: (text: string) => Promise<void>;
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();

  /** `save` of an empty text forgets the draft. */
  constructor(save: (text: string) => Promise<void>) {
    this.#save = save;
  }

  change(text: string): void {
    this.#waiting = text;
    this.#later(PAUSE_MS);
  }

  /** Now, after what is on its way: a later text is never overtaken by an earlier one. */
  flush(): void {
    clearTimeout(this.#timer);
    const text = this.#waiting;
    if (text === null) return;
    this.#waiting = null;
    this.#saving = this.#saving
      .then(() => this.#save(text))
      .catch(() => {
        // What was written since is kept anyway.
        this.#waiting ??= text;
        this.#later(AGAIN_MS);
      });
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), ms);
  }
}
