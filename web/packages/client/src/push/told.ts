// Which notifications this page has told its person, so that the service worker does not tell
// them again: those that arrived while the page was looked at, and those that it has shown by the
// browser.

import type { WorkerMessage } from './worker-messages';

/** Remembered at most; what is older was told long ago. */
const MAX_REMEMBERED = 500;

export class Told {
  readonly #ids = new Set<string>();
  #stop: () => void = () => {};

  add(id: string): void {
    this.#ids.delete(id);
    this.#ids.add(id);
    for (const oldest of this.#ids) {
      if (this.#ids.size <= MAX_REMEMBERED) break;
      this.#ids.delete(oldest);
    }
  }

  /** Whether all of these were told. Of none it can't be said. */
  hasAll(ids: readonly string[]): boolean {
    return ids.length > 0 && ids.every((id) => this.#ids.has(id));
  }

  /** Answers the service worker's question from now on, until `close`. */
  answer(container = globalThis.navigator?.serviceWorker): void {
    if (!container) return;
    const onMessage = ({ data, ports }: MessageEvent<WorkerMessage>) => {
      if (data?.type !== 'frontdesk:told?') return;
      ports[0]?.postMessage({ told: this.hasAll(data.notifications) });
    };
    container.addEventListener('message', onMessage);
    // Messages that came before a listener are held back until then.
    container.startMessages?.();
    this.#stop = () => container.removeEventListener('message', onMessage);
  }

  forget(): void {
    this.#ids.clear();
  }

  close(): void {
    this.#stop();
    this.forget();
  }
}
