// Files on their way to the server: one by one (`uploadFile`), or as lists that a person looks at
// and that outlive the page (`list`). Large files go in parts, small ones in one piece.

import { abortedError } from './errors';
import type { Http } from './http';
import type { TokenHolder } from './token';
import type { Attachment } from './types';
import type { UploadStorage } from './uploads/kept-uploads';
import { sizeProblem, typeProblem, type UploadLimits } from './uploads/limits';
import { Slots } from './uploads/slots';
import { type UploadHome, UploadList } from './uploads/upload-list';
import { type UploadMeans, UploadTask } from './uploads/upload-task';

/** Files that are sent at the same time. */
const PARALLEL = 3;
/** Files of which the page keeps hold after they were sent. */
const LOCAL_COPIES = 20;
/** Of a call that waits for its end: what goes in one piece fails at once. */
const RETRIES = { resumable: 5, whole: 0 };

export interface UploadProgress {
  /** Bytes of this file that have arrived. */
  loaded: number;
  total: number;
  /** 0 to 1; 1 only when the server has stored the file. */
  fraction: number;
}

export interface UploadOptions {
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
}

export interface UploadManyOptions {
  onProgress?: (progress: UploadProgress, file: File, index: number) => void;
  signal?: AbortSignal;
}

/** Where lists are kept, and for whom; null: in memory. */
export interface UploadKeeping {
  storage: UploadStorage;
  owner: string;
}

export class Uploads {
  readonly #means: UploadMeans;
  readonly #keeping: () => Promise<UploadKeeping | null>;
  readonly #lists = new Map<string, UploadList>();
  /** By CID, oldest first. */
  readonly #sent = new Map<string, File>();
  #limits: Promise<UploadLimits> | null = null;

  constructor(
    http: Http,
    token: TokenHolder,
    fetchLimits: () => Promise<UploadLimits>,
    keeping: () => Promise<UploadKeeping | null> = async () => null,
  ) {
    const limits = () => {
      this.#limits ??= fetchLimits().catch((thrown) => {
        this.#limits = null;
        throw thrown;
      });
      return this.#limits;
    };
    const onDone = ({ cid }: Attachment, file: File) => this.#remember(cid, file);
    this.#means = { http, token, limits, onDone, slots: new Slots(PARALLEL) };
    this.#keeping = keeping;
  }

  /** What is wrong with the file by the operator's limits, in a sentence, or null. */
  async check(file: File): Promise<string | null> {
    const limits = await this.#means.limits();
    return (typeProblem(file, limits) ?? sizeProblem(file, limits))?.message ?? null;
  }

  /** Sends one file. Fails with `too-large` or `unsupported-type` before a byte is sent. */
  async uploadFile(file: File, { signal, onProgress }: UploadOptions = {}): Promise<Attachment> {
    if (signal?.aborted) throw abortedError();
    const { name, type, size } = file;
    const task = new UploadTask(this.#means, { name, type, size, file }, { retries: RETRIES });
    const cancel = () => task.cancel();
    signal?.addEventListener('abort', cancel);
    let told = 0;
    const stop = task.subscribe(() => {
      const { loaded, total, fraction } = task.getSnapshot();
      if (fraction === told) return;
      told = fraction;
      onProgress?.({ loaded, total, fraction });
    });
    try {
      task.start();
      return await task.finished();
    } finally {
      stop();
      signal?.removeEventListener('abort', cancel);
    }
  }

  /**
   * Sends several, some at once; the results stand in the order of the files. The first
   * failure stops the rest and is thrown.
   */
  async uploadMultiple(
    files: readonly File[],
    { signal, onProgress }: UploadManyOptions = {},
  ): Promise<Attachment[]> {
    const stop = new AbortController();
    const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    try {
      return await Promise.all(
        files.map((file, index) =>
          this.uploadFile(file, {
            signal: either,
            onProgress: (progress) => onProgress?.(progress, file, index),
          }),
        ),
      );
    } catch (thrown) {
      stop.abort();
      throw thrown;
    }
  }

  /**
   * The files that are being attached at a place, such as `ticket.<id>`: the same list whenever
   * it is asked for, and after a reload what was in it before. Of another person it is empty.
   */
  list(place: string): UploadList {
    let list = this.#lists.get(place);
    if (!list) {
      list = new UploadList(this.#means, this.#homeOf(place));
      this.#lists.set(place, list);
    }
    return list;
  }

  /** What this page has sent, for those files that nobody may fetch yet; null for others. */
  localCopy(cid: string): File | null {
    return this.#sent.get(cid) ?? null;
  }

  /** Another person from now on: everything stops, and nothing of the last one is shown. */
  forget(): void {
    for (const list of this.#lists.values()) list.close();
    this.#lists.clear();
    this.#sent.clear();
  }

  #remember(cid: string, file: File): void {
    this.#sent.set(cid, file);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > LOCAL_COPIES && oldest !== undefined) this.#sent.delete(oldest);
  }

  async #homeOf(place: string): Promise<UploadHome | null> {
    const keeping = await this.#keeping().catch(() => null);
    return keeping && { ...keeping, place };
  }
}
