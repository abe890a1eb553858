/** The frame, and the port over which the launcher speaks with the page in it. */
import { HELLO, type ToFrame, type ToLauncher, WELCOME } from '../protocol';

/** How long the page in the frame may take to say hello (milliseconds). */
const HELLO_MS = 20_000;

export interface FrameOptions {
  desk: string;
  title: string;
  /** The page is there, and hears what it is told. */
  onOpen(): void;
  onMessage(message: ToLauncher): void;
  /** Nothing came. */
  onFailed(): void;
}

export class FrameLink {
  readonly element: HTMLIFrameElement;
  readonly #options: FrameOptions;
  readonly #stop = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  #port: MessagePort | null = null;

  constructor(options: FrameOptions) {
    this.#options = options;
    this.element = document.createElement('iframe');
    this.element.title = options.title;
    this.element.allow = 'autoplay; clipboard-write';
    this.element.src = `${options.desk}/widget/frame`;
    addEventListener('message', (event) => this.#onHello(event), { signal: this.#stop.signal });
    this.#timer = setTimeout(() => options.onFailed(), HELLO_MS);
  }

  send(message: ToFrame): void {
    this.#port?.postMessage(message);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#port?.close();
    this.element.remove();
  }

  /** A page that is loaded anew says hello again. */
  #onHello({ source, origin, data }: MessageEvent): void {
    const frame = this.element.contentWindow;
    if (!frame || source !== frame || origin !== this.#options.desk || data !== HELLO) return;
    clearTimeout(this.#timer);
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data: message }: MessageEvent<ToLauncher>) =>
      this.#options.onMessage(message);
    frame.postMessage(WELCOME, this.#options.desk, [port2]);
    this.#options.onOpen();
  }
}
