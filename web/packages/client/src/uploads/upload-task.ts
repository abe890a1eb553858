// One file on its way, as a view follows it: its turn, its tries, and what a person does with it.
// How bytes travel is in form-post.ts and resumable.ts.

import { backoffDelay } from '../backoff';
import { abortedError, FrontdeskError, toFrontdeskError } from '../errors';
import type { Http } from '../http';
import { randomId } from '../ids';
import { Store } from '../store';
import type { TokenHolder } from '../token';
import type { Attachment } from '../types';
import { postAsForm, type SendParts } from './form-post';
import { sizeProblem, typeProblem, type UploadLimits } from './limits';
import { sendInParts, terminate } from './resumable';
import { scaleImage } from './scale-image';
import type { Slots } from './slots';

/**
 * - `waiting`: for its turn, or (then `error` says why) for the line; it goes on by itself.
 * - `uploading`; `paused` by the person, or because the file has to be chosen again (`needsFile`).
 * - `checking`: all bytes are out, the server looks at them.
 * - `done`, `cancelled`; `failed`: `error` says why, `retry` tries again.
 */
export type UploadState =
  | 'waiting'
  | 'uploading'
  | 'paused'
  | 'checking'
  | 'done'
  | 'failed'
  | 'cancelled';

export interface UploadSnapshot {
  readonly state: UploadState;
  /** Bytes that have arrived: what goes in parts counts once it is acknowledged. */
  readonly loaded: number;
  readonly total: number;
  /** 0 to 1; 1 only when the server has stored the file. */
  readonly fraction: number;
  /** Why it failed, or what it waits for. */
  readonly error: FrontdeskError | null;
  readonly attachment: Attachment | null;
  /** After a reload the file itself is gone: the person has to choose it again (`provide`). */
  readonly needsFile: boolean;
  /** Pausing and failing lose nothing of what has arrived. */
  readonly resumable: boolean;
}

/** What tasks of one client share. */
export interface UploadMeans {
  http: Http;
  token: TokenHolder;
  slots: Slots;
  limits(): Promise<UploadLimits>;
  /** What was sent, until the page goes. */
  onDone?(attachment: Attachment, file: File): void;
}

/** Where a task stands when it is made. */
export interface UploadStart {
  name: string;
  type: string;
  size: number;
  file: File | null;
  /** The bytes are those to send: checked and scaled before. */
  isReady?: boolean;
  url?: string | null;
  loaded?: number;
  attachment?: Attachment | null;
  isPaused?: boolean;
}

export interface UploadHooks {
  /** How often it is tried again without getting further; for ever while the device is offline. */
  retries: { resumable: number; whole: number };
  /** The bytes that are sent: the file, or its smaller copy. */
  onReady?(file: File): void;
  onUrl?(url: string | null): void;
}

const BACKOFF = { first: 1_000, most: 30_000 };

export class UploadTask extends Store<UploadSnapshot> {
  readonly name: string;
  readonly type: string;
  readonly #means: UploadMeans;
  readonly #hooks: UploadHooks;
  /** The same for every try, so that a repeat after a lost answer stores nothing twice. */
  readonly #idempotencyKey = randomId();
  #file: File | null;
  #isReady: boolean;
  #url: string | null;
  #run: AbortController | null = null;
  #tries = 0;

  constructor(means: UploadMeans, start: UploadStart, hooks: UploadHooks) {
    const attachment = start.attachment ?? null;
    const loaded = attachment ? start.size : (start.loaded ?? 0);
    const isGone = start.file === null && attachment === null;
    super({
      state: attachment ? 'done' : isGone || start.isPaused ? 'paused' : 'waiting',
      loaded,
      total: start.size,
      fraction: attachment ? 1 : fractionOf(loaded, start.size),
      error: null,
      attachment,
      needsFile: isGone,
      resumable: Boolean(start.url),
    });
    this.name = start.name;
    this.type = start.type;
    this.#means = means;
    this.#hooks = hooks;
    this.#file = start.file;
    this.#isReady = start.isReady ?? false;
    this.#url = start.url ?? null;
  }

  /** What is sent, while it is at hand: good for a preview. */
  get file(): File | null {
    return this.#file;
  }

  /** Begins or goes on. Does nothing while it is under way, done or cancelled. */
  start(): void {
    const { state, needsFile } = this.getSnapshot();
    if (this.#run || needsFile || state === 'done' || state === 'cancelled') return;
    const run = new AbortController();
    this.#run = run;
    this.update({ state: 'waiting', error: null });
    void this.#goOn(run.signal).finally(() => {
      if (this.#run === run) this.#run = null;
    });
  }

  /** Stops, and keeps what has arrived where it went in parts. */
  pause(): void {
    const { state, resumable, loaded } = this.getSnapshot();
    if (state !== 'waiting' && state !== 'uploading') return;
    this.#stop();
    this.#show({ state: 'paused', error: null, loaded: resumable ? loaded : 0 });
  }

  resume(): void {
    if (this.getSnapshot().state === 'paused') this.retry();
  }

  retry(): void {
    this.#tries = 0;
    this.start();
  }

  /** The file that has to be chosen again. */
  provide(file: File): void {
    if (!this.getSnapshot().needsFile) return;
    this.#file = file;
    this.update({ needsFile: false });
    this.retry();
  }

  /** Gives it up, here and at the server. */
  cancel(): void {
    const { state } = this.getSnapshot();
    if (state === 'done' || state === 'cancelled') return;
    this.#stop();
    if (this.#url) {
      // Where this fails, the server forgets it by itself after a while.
      void terminate(this.#means.http, this.#means.token, this.#url).catch(() => {});
      this.#setUrl(null);
    }
    this.update({ state: 'cancelled', error: null });
  }

  /** Stops without a word: the page goes, or another person comes. */
  abandon(): void {
    this.#stop();
  }

  /** Its end: the attachment, or why there is none. */
  finished(): Promise<Attachment> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const { state, attachment, error } = this.getSnapshot();
        if (state !== 'done' && state !== 'failed' && state !== 'cancelled') return false;
        if (attachment) resolve(attachment);
        else reject(error ?? abortedError());
        return true;
      };
      if (look()) return;
      const stop = this.subscribe(() => {
        if (look()) stop();
      });
    });
  }

  async #goOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let release = () => {};
      const before = this.getSnapshot().loaded;
      const token = await this.#means.token.current().catch(() => null);
      try {
        await this.#refuseEarly();
        release = await this.#means.slots.take(signal);
        const attachment = await this.#send(signal);
        if (signal.aborted) return;
        const total = attachment.size;
        if (this.#file) this.#means.onDone?.(attachment, this.#file);
        this.update({ state: 'done', attachment, loaded: total, total, fraction: 1, error: null });
        return;
      } catch (thrown) {
        if (signal.aborted) return;
        const error = toFrontdeskError(thrown);
        if (this.getSnapshot().loaded > before) this.#tries = 0;
        if (!(await this.#mayTryAgain(error, token))) {
          if (!signal.aborted) this.#show({ state: 'failed', error });
          return;
        }
        this.#show({
          state: 'waiting',
          error,
          loaded: this.#url ? this.getSnapshot().loaded : 0,
        });
        release();
        await this.#moment(error, signal);
      } finally {
        release();
      }
    }
  }

  async #send(signal: AbortSignal): Promise<Attachment> {
    const { http, token, limits } = this.#means;
    this.update({ state: 'uploading', error: null });
    const bounds = await limits();
    const file = await this.#makeReady(bounds);
    signal.throwIfAborted();
    const threshold = bounds.resumableThresholdBytes;
    const resumable = threshold !== undefined && file.size > threshold;
    this.update({ total: file.size, resumable });
    const parts: SendParts = {
      http,
      token,
      file,
      signal,
      onLoaded: (loaded) => {
        if (signal.aborted) return;
        this.#show({ loaded, state: loaded < file.size ? 'uploading' : 'checking' });
      },
      onAllSent: () => {
        if (!signal.aborted) this.update({ state: 'checking' });
      },
    };
    if (!resumable) return postAsForm(parts, this.#idempotencyKey);
    const onUrl = (url: string | null) => this.#setUrl(url);
    return sendInParts({ ...parts, url: this.#url, onUrl });
  }

  /** What surely isn't taken need not wait for its turn to be told so. */
  async #refuseEarly(): Promise<void> {
    const file = this.#file;
    if (!file || this.#isReady) return;
    const limits = await this.#means.limits();
    const isScaled = Boolean(limits.imageMaxEdge) && file.type.startsWith('image/');
    const problem = typeProblem(file, limits) ?? (isScaled ? null : sizeProblem(file, limits));
    if (problem) throw problem;
  }

  /** Checks it before a byte is sent, and makes large photographs smaller. */
  async #makeReady(limits: UploadLimits): Promise<File> {
    let file = this.#file;
    if (!file) throw new FrontdeskError({ code: 'aborted', message: 'The file is gone.' });
    if (this.#isReady) return file;
    const wrongType = typeProblem(file, limits);
    if (wrongType) throw wrongType;
    if (limits.imageMaxEdge) file = await scaleImage(file, limits.imageMaxEdge);
    const tooLarge = sizeProblem(file, limits);
    if (tooLarge) throw tooLarge;
    this.#file = file;
    this.#isReady = true;
    this.#hooks.onReady?.(file);
    return file;
  }

  async #mayTryAgain(error: FrontdeskError, used: string | null): Promise<boolean> {
    if (error.code === 'unauthenticated') {
      // Perhaps it ran out under way, and there is a new one by now.
      const next = await this.#means.token.current().catch(() => null);
      return next !== null && next !== used;
    }
    if (!error.isTransient) return false;
    const { resumable, whole } = this.#hooks.retries;
    const most = this.getSnapshot().resumable ? resumable : whole;
    if (most > 0 && isDeviceOffline()) return true;
    this.#tries += 1;
    return this.#tries <= most;
  }

  /** Until the next try is worth it: after a while, or when the device is online again. */
  #moment(error: FrontdeskError, signal: AbortSignal): Promise<void> {
    if (error.code === 'unauthenticated') return Promise.resolve();
    const asked = (error.retryAfter ?? 0) * 1_000;
    const delay = Math.max(asked, backoffDelay(Math.max(0, this.#tries - 1), BACKOFF));
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        globalThis.removeEventListener?.('online', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      // While the device says that it is offline, only its word that it is online counts.
      const timer = setTimeout(() => (isDeviceOffline() ? undefined : done()), delay);
      globalThis.addEventListener?.('online', done);
      signal.addEventListener('abort', done);
    });
  }

  #setUrl(url: string | null): void {
    if (this.#url === url) return;
    this.#url = url;
    this.#hooks.onUrl?.(url);
  }

  #stop(): void {
    this.#run?.abort(abortedError());
    this.#run = null;
  }

  #show(change: Partial<UploadSnapshot>): void {
    const { total, loaded } = { ...this.getSnapshot(), ...change };
    this.update({ ...change, fraction: fractionOf(loaded, total) });
  }
}

/** Never whole before the server says so. */
function fractionOf(loaded: number, total: number): number {
  return Math.min(loaded / (total || 1), 0.99);
}

function isDeviceOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}
