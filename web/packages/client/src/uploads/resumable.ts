// A file in parts, by tus (https://tus.io/protocols/resumable-upload): what the server has
// acknowledged need not be sent again, whatever happens to the line, the page or the server.
// tus-js-client speaks the protocol; when to try again is decided in upload-task.ts.

import type { DetailedError, HttpResponse, Upload } from 'tus-js-client';
import { abortedError, errorOfResponse, FrontdeskError, offlineError } from '../errors';
import { API_PREFIX, type Http } from '../http';
import type { TokenHolder } from '../token';
import type { Attachment } from '../types';
import { attachmentOf, parseJson, type SendParts } from './form-post';

/** About so many parts make a file, so that the bar moves. */
const PARTS = 24;
const PART_MIN_BYTES = 256 * 1024;
const PART_MAX_BYTES = 8 * 1024 * 1024;

export interface ResumableParts extends SendParts {
  /** Where an earlier try has left its bytes. */
  url: string | null;
  /** Where the bytes go from now on; null: there is nothing any more. */
  onUrl(url: string | null): void;
}

/** Sends what the server hasn't got yet; what it has acknowledged survives `signal`. */
export async function sendInParts(parts: ResumableParts): Promise<Attachment> {
  const { http, token, file, signal, onLoaded } = parts;
  let address = parts.url;
  const onUrl = (url: string | null) => {
    address = url;
    parts.onUrl(url);
  };
  const tus = await import('tus-js-client');
  signal.throwIfAborted();
  const response = await new Promise<HttpResponse>((resolve, reject) => {
    const upload: Upload = new tus.Upload(file, {
      endpoint: http.address('/uploads'),
      uploadUrl: address,
      chunkSize: partSize(file.size),
      metadata: { filename: file.name, filetype: file.type },
      retryDelays: null,
      // What is to be kept for a reload is kept in kept-uploads.ts, with the file itself.
      storeFingerprintForResuming: false,
      fingerprint: async () => '',
      // Asked for before each request: an upload may take longer than its token lasts.
      onBeforeRequest: async (request) => {
        const current = await token.current();
        if (current) request.setHeader('Authorization', `Bearer ${current}`);
      },
      onAfterResponse: (request, answer) => refuse(request.getMethod(), answer),
      onUploadUrlAvailable: () => {
        upload.url = ownAddress(http, upload.url ?? '');
        onUrl(upload.url);
      },
      onChunkComplete: (_size, acknowledged) => onLoaded(acknowledged),
      onProgress: (sent, total) => {
        if (sent >= total) parts.onAllSent();
      },
      onSuccess: ({ lastResponse }) => resolve(lastResponse),
      onError: (error) => reject(errorOf(error)),
    });
    signal.addEventListener('abort', () => {
      void upload.abort();
      reject(abortedError());
    });
    upload.start();
  }).catch((error: FrontdeskError) => {
    // What the server has refused at its end is gone there.
    if (isRefusedContent(error)) onUrl(null);
    throw error;
  });
  const body = parseJson(response.getBody());
  return body === null ? await lostAnswer({ ...parts, url: address }) : attachmentOf(body);
}

/** Takes away what has arrived of an upload that nobody wants any more. */
export async function terminate(http: Http, token: TokenHolder, url: string): Promise<void> {
  await ask(url, 'DELETE', http, token);
}

/** How much of an upload is there; null when the server no longer knows it. */
export async function offsetOf(
  http: Http,
  token: TokenHolder,
  url: string,
): Promise<number | null> {
  const response = await ask(url, 'HEAD', http, token);
  const offset = Number(response.headers.get('Upload-Offset') ?? Number.NaN);
  return response.ok && Number.isInteger(offset) ? offset : null;
}

/** All bytes were there already; the answer that told what came of them was lost. */
async function lostAnswer({ http, token, file, url, onUrl }: ResumableParts): Promise<Attachment> {
  const response = await ask(url ?? '', 'GET', http, token);
  const body = parseJson(await response.text());
  if (!response.ok) {
    if (response.status < 500) onUrl(null);
    throw errorOfResponse(response.status, body, response.headers.get('Retry-After'));
  }
  const found = (body as { data?: { attachment?: Attachment } } | null)?.data?.attachment;
  if (found) return found;
  throw new FrontdeskError({
    code: 'unavailable',
    message: `“${file.name}” has arrived and is still being stored.`,
  });
}

async function ask(url: string, method: string, http: Http, token: TokenHolder) {
  const headers = new Headers({ Accept: 'application/json', 'Tus-Resumable': '1.0.0' });
  const current = await token.current();
  if (current) headers.set('Authorization', `Bearer ${current}`);
  try {
    return await fetch(ownAddress(http, url), { method, headers });
  } catch (cause) {
    throw offlineError(cause);
  }
}

/**
 * tus-js-client would begin anew after any failed question where it was: only what the server
 * doesn't know any more is to be begun anew.
 */
function refuse(method: string, answer: HttpResponse): void {
  const status = answer.getStatus();
  if (status >= 200 && status < 300) return;
  if (method === 'HEAD' && (status === 404 || status === 410)) return;
  const body = parseJson(answer.getBody() ?? '');
  const error = errorOfResponse(status, body, answer.getHeader('Retry-After') ?? null);
  // Another request of the same upload is not over yet, or there is another offset by now.
  if (status !== 423 && status !== 409 && status !== 460) throw error;
  throw new FrontdeskError({ ...error, code: 'unavailable', message: error.message });
}

function errorOf(error: Error | DetailedError): FrontdeskError {
  const cause = 'causingError' in error ? error.causingError : null;
  if (cause instanceof FrontdeskError) return cause;
  return offlineError(error);
}

/** Answers about the content itself, after which the server keeps nothing. */
function isRefusedContent({ status }: FrontdeskError): boolean {
  return status === 413 || status === 415 || status === 422;
}

/**
 * The server tells its own public address. A page that reaches it by another one stays with
 * that: its policy may know no other.
 */
function ownAddress(http: Http, location: string): string {
  const id = location.split(`${API_PREFIX}/uploads/`).at(1);
  return id ? http.address(`/uploads/${id}`) : location;
}

function partSize(bytes: number): number {
  const share = Math.ceil(bytes / PARTS / PART_MIN_BYTES) * PART_MIN_BYTES;
  return Math.min(PART_MAX_BYTES, Math.max(PART_MIN_BYTES, share));
}
