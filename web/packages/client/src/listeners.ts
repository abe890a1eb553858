// Those who want to hear of what happens.

export class Listeners<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  /** Hears of it until the returned function is called. */
  add(listener: (event: Event) => void): () => void {
    // A wrapper, so that the same function added twice is told twice.
    const entry = (event: Event) => listener(event);
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  tell(event: Event): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
