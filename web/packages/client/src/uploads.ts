// Files on their way to the server: checked against the operator's limits first, then sent
// with their progress. XMLHttpRequest, since fetch can't tell how much has gone out.

import { errorOfResponse, FrontdeskError, offlineError } from './errors';
import type { Http } from './http';
import { randomId } from './ids';
import type { TokenHolder } from './token';
import type { Attachment, DeskConfig } from './types';

/** Files that `uploadMultiple` sends at the same time. */
const PARALLEL = 3;
/** The type of a file whose type the browser can't tell. */
const ANY = '*';

export interface UploadProgress {
  /** Bytes sent of this file. */
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

type Limits = Pick<DeskConfig, 'uploadMaxBytes' | 'uploadTypes'>;

export class Uploads {
  readonly #http: Http;
  readonly #token: TokenHolder;
  readonly #fetchLimits: () => Promise<Limits>;
  #limits: Promise<Limits> | null = null;

  constructor(http: Http, token: TokenHolder, fetchLimits: () => Promise<Limits>) {
    this.#http = http;
    this.#token = token;
    this.#fetchLimits = fetchLimits;
  }

  /** What is wrong with the file by the operator's limits, in a sentence, or null. */
  async check(file: File): Promise<string | null> {
    return (await this.#problemOf(file))?.message ?? null;
  }

  /** Sends one file. Fails with `too-large` or `unsupported-type` before a byte is sent. */
  async uploadFile(file: File, options: UploadOptions = {}): Promise<Attachment> {
    options.signal?.throwIfAborted();
    const problem = await this.#problemOf(file);
    if (problem) throw problem;
    const token = await this.#token.current();
    const body = await this.#post(file, token, options);
    const data = (body as { data?: Attachment | Attachment[] } | null)?.data;
    const attachment = Array.isArray(data) ? data[0] : data;
    if (!attachment) {
      throw new FrontdeskError({
        code: 'internal',
        message: 'The server told nothing of the file.',
      });
    }
    options.onProgress?.({ loaded: file.size, total: file.size, fraction: 1 });
    return attachment;
  }

  /**
   * Sends several, some at once; the results stand in the order of the files. The first
   * failure stops the rest and is thrown.
   */
  async uploadMultiple(
    files: readonly File[],
    options: UploadManyOptions = {},
  ): Promise<Attachment[]> {
    const stop = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    const results: Attachment[] = [];
    const queue = files.map((file, index) => ({ file, index }));
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { file, index } = next;
        results[index] = await this.uploadFile(file, {
          signal,
          onProgress: (progress) => options.onProgress?.(progress, file, index),
        });
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(PARALLEL, files.length) }, work));
    } catch (thrown) {
      stop.abort();
      throw thrown;
    }
    return results;
  }

  async #problemOf(file: File): Promise<FrontdeskError | null> {
    this.#limits ??= this.#fetchLimits().catch((thrown) => {
      this.#limits = null;
      throw thrown;
    });
    const { uploadMaxBytes, uploadTypes } = await this.#limits;
    if (file.size > uploadMaxBytes) {
      return new FrontdeskError({
        code: 'too-large',
        message: `“${file.name}” is larger than ${inMegabytes(uploadMaxBytes)}. Choose a smaller file.`,
      });
    }
    if (!typesOf(file).some((one) => uploadTypes.some((allowed) => accepts(allowed, one)))) {
      return new FrontdeskError({
        code: 'unsupported-type',
        message: `“${file.name}” is of a type that is not accepted (${file.type}).`,
      });
    }
    return null;
  }

  #post(file: File, token: string | null, options: UploadOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { signal, onProgress } = options;
      const request = new XMLHttpRequest();
      const abort = () => request.abort();
      const done = (settle: () => void) => () => {
        signal?.removeEventListener('abort', abort);
        settle();
      };
      request.open('POST', this.#http.address('/upload'));
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('Idempotency-Key', randomId());
      if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
      request.upload.addEventListener('progress', (event) => {
        const total = file.size || 1;
        // The form around the file is counted too, and the server has still to store it.
        const loaded = Math.min(event.loaded, file.size);
        onProgress?.({ loaded, total: file.size, fraction: Math.min(loaded / total, 0.99) });
      });
      request.addEventListener(
        'load',
        done(() => settleByStatus(request, resolve, reject)),
      );
      request.addEventListener(
        'error',
        done(() => reject(offlineError())),
      );
      request.addEventListener(
        'abort',
        done(() => reject(new FrontdeskError({ code: 'aborted', message: 'Cancelled.' }))),
      );
      if (signal?.aborted)
        return reject(new FrontdeskError({ code: 'aborted', message: 'Cancelled.' }));
      signal?.addEventListener('abort', abort);
      const form = new FormData();
      form.append('file', file, file.name);
      request.send(form);
    });
  }
}

/** What text files are called: browsers and systems disagree on their media types. */
const TEXT_ENDINGS: Record<string, string> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
};

/**
 * What the file may be, as far as can be told here: the server decides by the bytes, so only
 * what is surely wrong is refused. A file of no known type is taken for whatever fits.
 */
function typesOf(file: File): string[] {
  const ending = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  return [file.type || ANY, TEXT_ENDINGS[ending]].filter((type) => type !== undefined);
}

function settleByStatus(
  request: XMLHttpRequest,
  resolve: (body: unknown) => void,
  reject: (error: FrontdeskError) => void,
): void {
  let body: unknown = null;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    // Not JSON: the status tells what there is to tell.
  }
  if (request.status >= 200 && request.status < 300) resolve(body);
  else reject(errorOfResponse(request.status, body, request.getResponseHeader('Retry-After')));
}

/** `image/*` accepts every image. Parameters such as `;charset=utf-8` don't count. */
function accepts(allowed: string, type: string): boolean {
  if (type === ANY) return true;
  const bare = type.split(';')[0]?.trim().toLowerCase() ?? '';
  return allowed.endsWith('/*') ? bare.startsWith(allowed.slice(0, -1)) : bare === allowed;
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes >= 1) return `${Number(megabytes.toFixed(1))} MB`;
  return `${Number((bytes / 1024).toFixed(1))} KB`;
}
