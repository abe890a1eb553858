/**
 * While the page is out of sight, its title tells how many messages are unread. It is given back as
 * it was, unless the page itself has changed it meanwhile.
 */
export class PageTitle {
  #own: string | null = null;
  #shown = '';
  readonly #stop = new AbortController();
  #count = 0;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#show(), {
      signal: this.#stop.signal,
    });
  }

  /** The page's title without what is put before it. */
  get own(): string {
    return this.#own !== null && document.title === this.#shown ? this.#own : document.title;
  }

  unread(count: number): void {
    this.#count = count;
    this.#show();
  }

  close(): void {
    this.#stop.abort();
    this.#count = 0;
    this.#show();
  }

  #show(): void {
    const wanted = this.#count > 0 && document.visibilityState === 'hidden';
    if (this.#own !== null && document.title !== this.#shown) this.#own = document.title;
    if (wanted) {
      this.#own ??= document.title;
      this.#shown = `(${this.#count}) ${this.#own}`;
      document.title = this.#shown;
    } else if (this.#own !== null) {
      document.title = this.#own;
      this.#own = null;
    }
  }
}
