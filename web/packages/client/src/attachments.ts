// What is known of files by now: whether they were checked, where they are to be had. Lists carry
// what was known when they were read; here is what has come since, under the file's CID.

import type { Channel, Events } from './channel';
import { Store } from './store';
import type { Attachment } from './types';

/** Questions that come at the same time go as one (milliseconds). */
const GATHER_MS = 50;
/** What the server answers at once. */
const AT_ONCE = 50;
/** An address that ends is asked for anew so long before (milliseconds). */
const BEFORE_END_MS = 30_000;
/** Never more often than that, whatever an address says: this device's clock may be wrong. */
const SOONEST_MS = 60_000;
/** setTimeout takes no longer delays. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export interface AttachmentsSnapshot {
  /** What came later than the lists that show it, by CID. */
  readonly known: Readonly<Record<string, Attachment>>;
}

interface Watched {
  file: Attachment;
  count: number;
}

export class Attachments extends Store<AttachmentsSnapshot> {
  readonly #fetch: (cids: string[]) => Promise<Attachment[]>;
  readonly #watched = new Map<string, Watched>();
  readonly #asked = new Set<string>();
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #ending: ReturnType<typeof setTimeout> | undefined;

  constructor(
    channels: readonly Channel<Events, Events>[],
    fetch: (cids: string[]) => Promise<Attachment[]>,
  ) {
    super({ known: {} });
    this.#fetch = fetch;
    for (const channel of channels) {
      channel.on('attachment-updated', ({ attachment }: { attachment: Attachment }) =>
        this.#learn([attachment]),
      );
      // What was told while the line was down was told to nobody.
      channel.onOnline(() => this.#askForPending());
    }
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (globalThis.document.visibilityState === 'visible') this.#lookAgain();
    });
  }

  /** The file as it is known now. */
  latest(file: Attachment): Attachment {
    const known = this.getSnapshot().known[file.cid];
    // The name is the message's own: the same bytes may go by several.
    return known ? { ...known, name: file.name } : file;
  }

  /** Keeps a file that is in sight current, until the returned function is called. */
  watch(file: Attachment): () => void {
    const watched = this.#watched.get(file.cid) ?? { file, count: 0 };
    watched.count += 1;
    this.#watched.set(file.cid, watched);
    this.#waitForEnd();
    return () => {
      watched.count -= 1;
      if (watched.count === 0) this.#watched.delete(file.cid);
    };
  }

  /** Asks the server for what is known now, such as an address that has not ended. */
  refresh(cid: string): void {
    this.#asked.add(cid);
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      void this.#ask();
    }, GATHER_MS);
  }

  /** The same, and waits for it: the file as it is known then. */
  async fresh(file: Attachment): Promise<Attachment> {
    // Without an answer it is as it was.
    this.#learn(await this.#fetch([file.cid]).catch(() => []));
    return this.latest(file);
  }

  /** The page is looked at again: timers may have slept while addresses ended. */
  #lookAgain(): void {
    for (const { file } of this.#watched.values()) {
      if (hasEnded(this.latest(file).url)) this.refresh(file.cid);
    }
  }

  /** Another person from now on. */
  forget(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#ending);
    this.#gathering = undefined;
    this.#asked.clear();
    this.#watched.clear();
    this.update({ known: {} });
  }

  #learn(files: readonly Attachment[]): void {
    if (files.length === 0) return;
    const news = Object.fromEntries(files.map((file) => [file.cid, file]));
    this.update({ known: { ...this.getSnapshot().known, ...news } });
    this.#waitForEnd();
  }

  async #ask(): Promise<void> {
    const cids = [...this.#asked];
    this.#asked.clear();
    for (let from = 0; from < cids.length; from += AT_ONCE) {
      // Without an answer what is known stays; the next event or look brings it.
      const files = await this.#fetch(cids.slice(from, from + AT_ONCE)).catch(() => []);
      this.#learn(files);
    }
  }

  #askForPending(): void {
    for (const { file } of this.#watched.values()) {
      if (this.latest(file).scan === 'pending') this.refresh(file.cid);
    }
  }

  /** Signed addresses end: those of files in sight are asked for in time. */
  #waitForEnd(): void {
    clearTimeout(this.#ending);
    const ends = [...this.#watched.values()].flatMap(({ file }) => {
      const end = endOf(this.latest(file).url);
      return end === null ? [] : [{ cid: file.cid, end }];
    });
    if (ends.length === 0) return;
    const first = Math.min(...ends.map(({ end }) => end));
    const delay = Math.max(SOONEST_MS, first - BEFORE_END_MS - Date.now());
    this.#ending = setTimeout(
      () => {
        const soon = Date.now() + 2 * BEFORE_END_MS;
        for (const { cid, end } of ends) if (end <= soon) this.refresh(cid);
      },
      Math.min(delay, MAX_DELAY_MS),
    );
  }
}

/** Whether a signed address is of no use any more, as far as this device's clock knows. */
export function hasEnded(url: string): boolean {
  const end = endOf(url);
  return end !== null && end <= Date.now();
}

/** When a signed address ends (milliseconds since 1970); null for one that lasts. */
function endOf(url: string): number | null {
  const seconds = /[?&]expires=(\d+)(?:&|$)/.exec(url)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}
