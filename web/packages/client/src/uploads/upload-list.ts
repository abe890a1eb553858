// The files that a person is attaching at one place of the application: each goes its own way,
// and all of them outlive a reload of the page.

import { randomId } from '../ids';
import { Store } from '../store';
import type { Attachment } from '../types';
import type { KeptUpload, UploadStorage } from './kept-uploads';
import { type UploadMeans, type UploadSnapshot, type UploadStart, UploadTask } from './upload-task';

/** One file of the list. */
export interface UploadItem extends UploadSnapshot {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  /** The bytes on this device, while they are at hand. */
  readonly file: File | null;
}

export interface UploadListSnapshot {
  readonly items: readonly UploadItem[];
  /** Some are not up yet, nor failed. */
  readonly busy: boolean;
  readonly failed: boolean;
  /** Of those that are up, in the order of the list. */
  readonly attachments: readonly Attachment[];
}

/** Where a list is kept between pages; null: nowhere. */
export interface UploadHome {
  storage: UploadStorage;
  owner: string;
  place: string;
}

/** Without getting any further; waiting for the device to come online counts as none. */
const RETRIES = { resumable: 8, whole: 5 };

const EMPTY: UploadListSnapshot = { items: [], busy: false, failed: false, attachments: [] };

interface Entry {
  task: UploadTask;
  row: KeptUpload;
  /** Gives the name up by which other tabs leave it alone. */
  release: () => void;
  isKept: boolean;
}

export class UploadList extends Store<UploadListSnapshot> {
  readonly #means: UploadMeans;
  readonly #home: Promise<UploadHome | null>;
  readonly #entries = new Map<string, Entry>();
  #isClosed = false;

  constructor(means: UploadMeans, home: Promise<UploadHome | null>) {
    super(EMPTY);
    this.#means = means;
    this.#home = home;
    void this.#restore().catch(() => {
      // Without storage there is nothing to restore.
    });
  }

  /** Begins with each of them; one that was waited for is taken as that. */
  add(files: Iterable<File>): void {
    if (this.#isClosed) return;
    for (const file of files) {
      const expected = [...this.#entries.values()].find(
        ({ task, row }) => task.getSnapshot().needsFile && isSame(row.chosen, file),
      );
      if (expected) expected.task.provide(file);
      else this.#begin(file);
    }
  }

  /**
   * Takes in what is up already, such as the files of a message that was not sent; what is in the
   * list stays once.
   */
  adopt(attachments: readonly Attachment[]): void {
    if (this.#isClosed) return;
    const known = new Set(this.getSnapshot().attachments.map(({ cid }) => cid));
    for (const attachment of attachments) {
      if (known.has(attachment.cid)) continue;
      const { name, type, size } = attachment;
      const row = this.#row({ name, type, size, lastModified: 0 }, attachment);
      this.#holdName(row.key);
      this.#enter(row, { name, type, size, file: null, attachment });
      const entry = this.#entries.get(row.key);
      void this.#home.then((home) => home && entry && this.#put(home, entry)).catch(() => {});
    }
    this.#render();
  }

  /** The file that an item has lost by a reload; one that isn't the same is begun anew. */
  provide(key: string, file: File): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (isSame(entry.row.chosen, file)) {
      entry.task.provide(file);
    } else {
      this.remove(key);
      this.#begin(file);
    }
  }

  pause(key: string): void {
    this.#entries.get(key)?.task.pause();
  }

  resume(key: string): void {
    this.#entries.get(key)?.task.resume();
  }

  retry(key: string): void {
    this.#entries.get(key)?.task.retry();
  }

  /** Takes it out, and stops it if it is on its way. */
  remove(key: string): void {
    this.#entries.get(key)?.task.cancel();
    this.#drop(key);
    this.#render();
  }

  /** Empties the list: its files are part of a message now. */
  clear(): void {
    for (const [key, { task }] of this.#entries) {
      task.cancel();
      this.#drop(key);
    }
    this.#render();
  }

  /** Stops everything; what is kept waits for the next page. */
  close(): void {
    this.#isClosed = true;
    for (const { task, release } of this.#entries.values()) {
      task.abandon();
      release();
    }
    this.#entries.clear();
    this.update(EMPTY);
  }

  #begin(file: File): void {
    const { name, type, size } = file;
    const row = this.#row(file);
    this.#holdName(row.key);
    this.#enter(row, { name, type, size, file }).start();
    this.#render();
  }

  #row(
    { name, type, size, lastModified }: Pick<File, 'name' | 'type' | 'size' | 'lastModified'>,
    attachment: Attachment | null = null,
  ): KeptUpload {
    return {
      key: randomId(),
      owner: '',
      place: '',
      name,
      type,
      size,
      chosen: { name, size, lastModified },
      isOriginal: true,
      url: null,
      loaded: attachment ? size : 0,
      isPaused: false,
      attachment,
      createdAt: Date.now() + this.#entries.size / 1_000,
    };
  }

  /** Other tabs leave it alone while it is here. */
  #holdName(key: string): void {
    void hold(key).then((release) => {
      const entry = this.#entries.get(key);
      if (entry && release) entry.release = release;
      else release?.();
    });
  }

  async #restore(): Promise<void> {
    const home = await this.#home;
    if (!home || this.#isClosed) return;
    for (const { row, bytes } of await home.storage.load(home.owner, home.place)) {
      // Begun here while the rows were read.
      if (this.#entries.has(row.key)) continue;
      // What another tab is busy with is that tab's.
      const release = await hold(row.key);
      if (!release) continue;
      if (this.#isClosed) return release();
      const task = this.#enter(row, startOf(row, bytes));
      const entry = this.#entries.get(row.key);
      if (entry) Object.assign(entry, { release, isKept: true });
      if (!row.isPaused) task.start();
    }
    this.#render();
  }

  #enter(row: KeptUpload, start: UploadStart): UploadTask {
    const task = new UploadTask(this.#means, start, {
      retries: RETRIES,
      onReady: (file) => this.#keepBytes(row.key, file),
      onUrl: (url) => this.#note(row.key, { url }),
    });
    this.#entries.set(row.key, { task, row, release: () => {}, isKept: false });
    task.subscribe(() => {
      if (!this.#entries.has(row.key)) return;
      const { loaded, state, attachment } = task.getSnapshot();
      this.#note(row.key, { loaded, isPaused: state === 'paused', attachment });
      this.#render();
    });
    return task;
  }

  /** Keeps the bytes, now that they are known: checked, and scaled where that was to be. */
  #keepBytes(key: string, file: File): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.row.size = file.size;
    entry.row.isOriginal = file.size === entry.row.chosen.size;
    void this.#home
      .then(async (home) => {
        if (!home) return;
        await this.#put(home, entry);
        await home.storage.putBytes(key, file);
        if (!this.#entries.has(key)) await home.storage.remove(key);
      })
      .catch(() => {
        // It goes on all the same; a reload loses it.
      });
  }

  #note(key: string, change: Partial<KeptUpload>): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    const names = Object.keys(change) as (keyof KeptUpload)[];
    if (names.every((name) => Object.is(entry.row[name], change[name]))) return;
    Object.assign(entry.row, change);
    if (!entry.isKept) return;
    void this.#home
      .then(async (home) => {
        if (!home || !this.#entries.has(key)) return;
        await this.#put(home, entry);
        // Up: the server has the bytes.
        if (entry.row.attachment) await home.storage.removeBytes(key);
      })
      .catch(() => {});
  }

  async #put(home: UploadHome, entry: Entry): Promise<void> {
    entry.isKept = true;
    entry.row.owner = home.owner;
    entry.row.place = home.place;
    await home.storage.put({ ...entry.row });
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    entry?.release();
    void this.#home.then((home) => home?.storage.remove(key)).catch(() => {});
  }

  #render(): void {
    if (this.#isClosed) return;
    const items = [...this.#entries].map(
      ([key, { task }]): UploadItem => ({
        key,
        name: task.name,
        type: task.type,
        file: task.file,
        ...task.getSnapshot(),
      }),
    );
    this.update({
      items,
      busy: items.some(({ state }) => state !== 'done' && state !== 'failed'),
      failed: items.some(({ state }) => state === 'failed'),
      attachments: items.flatMap(({ attachment }) => (attachment ? [attachment] : [])),
    });
  }
}

/** How a kept upload goes on, with its bytes or without. */
function startOf(row: KeptUpload, bytes: Blob | null): UploadStart {
  const { name, type, size, chosen } = row;
  const isWhole = bytes?.size === size;
  const file =
    bytes && isWhole && new File([bytes], name, { type, lastModified: chosen.lastModified });
  const common = { name, type, attachment: row.attachment, isPaused: row.isPaused };
  // Bytes that were made here are not made again in the same way: without them it begins anew.
  if (!file && !row.isOriginal) {
    return { ...common, size: chosen.size, file: null };
  }
  return {
    ...common,
    size,
    file: file || null,
    isReady: Boolean(file),
    url: row.url,
    loaded: row.loaded,
  };
}

function isSame(chosen: KeptUpload['chosen'], file: File): boolean {
  const { name, size, lastModified } = chosen;
  return file.name === name && file.size === size && file.lastModified === lastModified;
}

/** This tab's alone from now on; null when it is another tab's. */
async function hold(key: string): Promise<(() => void) | null> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return () => {};
  return new Promise((resolve) => {
    locks
      .request(`frontdesk-upload-${key}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      // Locks are refused in some embedded pages: then each tab is on its own.
      .catch(() => resolve(() => {}));
  });
}
