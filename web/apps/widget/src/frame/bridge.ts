/** The frame's side of the port: says hello to the page around it, and passes on what each side says. */
import { HELLO, type Page, type ToFrame, type ToLauncher, WELCOME } from '../protocol';
import { expiryOf } from './expiry';

/** A token is asked for anew when it ends within this (milliseconds). */
const STALE_MS = 90_000;
/** How long the host's page may take to give one (milliseconds). */
const TOKEN_MS = 20_000;
/** How long a conversation waits to hear where it begins (milliseconds). */
const PAGE_MS = 1_000;

type Hear = (message: ToFrame) => void;

export class Bridge {
  #port: MessagePort | null = null;
  #hear: Hear = () => {};
  #lastId = 0;
  #token: string | null = null;
  #asking: Promise<string | null> | null = null;
  readonly #asked = new Map<number, (token: string | null) => void>();
  readonly #pages = new Map<number, (page: Page | null) => void>();

  /** Says hello; from now on `hear` is told what the launcher says. */
  open(hear: Hear): void {
    this.#hear = hear;
    addEventListener('message', (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== window.parent || event.data !== WELCOME || !port) return;
      this.#port = port;
      port.onmessage = ({ data }: MessageEvent<ToFrame>) => this.#take(data);
    });
    // Who may hold this page, its policy says; the greeting tells nothing.
    window.parent.postMessage(HELLO, '*');
  }

  say(message: ToLauncher): void {
    this.#port?.postMessage(message);
  }

  /** The token that the host's page gives: the last one, or another when it is about to end. */
  token(): Promise<string | null> {
    const end = this.#token === null ? 0 : (expiryOf(this.#token) ?? Number.POSITIVE_INFINITY);
    if (this.#token !== null && end - Date.now() > STALE_MS) return Promise.resolve(this.#token);
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** The page that the widget is on now; null when it doesn't say. */
  page(): Promise<Page | null> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const give = (page: Page | null) => {
        clearTimeout(timer);
        this.#pages.delete(id);
        resolve(page);
      };
      const timer = setTimeout(() => give(null), PAGE_MS);
      this.#pages.set(id, give);
      this.say({ type: 'page-wanted', id });
    });
  }

  /** The next token is another person's. */
  forgetToken(): void {
    this.#token = null;
    this.#asking = null;
  }

  #ask(): Promise<string | null> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const give = (token: string | null) => {
        clearTimeout(timer);
        this.#asked.delete(id);
        resolve(token);
      };
      // A host that is late gives the last one another try: the server says whether it holds.
      const timer = setTimeout(() => give(this.#token), TOKEN_MS);
      this.#asked.set(id, give);
      this.say({ type: 'token-wanted', id, stale: this.#token !== null });
    });
  }

  #take(message: ToFrame): void {
    if (message.type === 'token') {
      this.#token = message.token;
      this.#asked.get(message.id)?.(message.token);
    } else if (message.type === 'page') {
      this.#pages.get(message.id)?.(message.page);
    } else {
      this.#hear(message);
    }
  }
}
