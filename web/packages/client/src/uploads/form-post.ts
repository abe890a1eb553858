// A file in one piece, as a form (`POST /upload`). XMLHttpRequest, since fetch can't tell how much
// has gone out.

import { abortedError, errorOfResponse, FrontdeskError, offlineError } from '../errors';
import type { Http } from '../http';
import type { TokenHolder } from '../token';
import type { Attachment } from '../types';

/** How one way of sending tells how far it is. */
export interface SendEvents {
  /** Bytes that count as arrived. */
  onLoaded(bytes: number): void;
  /** Everything is out: the server checks what it got. */
  onAllSent(): void;
}

export interface SendParts extends SendEvents {
  http: Http;
  token: TokenHolder;
  file: File;
  signal: AbortSignal;
}

/** @param idempotencyKey the same for every try of one file */
export async function postAsForm(parts: SendParts, idempotencyKey: string): Promise<Attachment> {
  const token = await parts.token.current();
  return attachmentOf(await post(parts, token, idempotencyKey));
}

/** What `/upload` and a resumable upload answer, out of the envelope. */
export function attachmentOf(body: unknown): Attachment {
  const data = (body as { data?: Attachment | Attachment[] } | null)?.data;
  const attachment = Array.isArray(data) ? data[0] : data;
  if (attachment?.cid) return attachment;
  throw new FrontdeskError({ code: 'internal', message: 'The server told nothing of the file.' });
}

function post(parts: SendParts, token: string | null, key: string): Promise<unknown> {
  const { http, file, signal } = parts;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortedError());
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const on = (name: 'load' | 'error' | 'abort', settle: () => void) =>
      request.addEventListener(name, () => {
        signal.removeEventListener('abort', abort);
        settle();
      });
    request.open('POST', http.address('/upload'));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Idempotency-Key', key);
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.addEventListener('progress', ({ loaded }) => {
      // The form around the file is counted too.
      parts.onLoaded(Math.min(loaded, file.size));
      if (loaded >= file.size) parts.onAllSent();
    });
    on('load', () => settleByStatus(request, resolve, reject));
    on('error', () => reject(offlineError()));
    on('abort', () => reject(abortedError()));
    signal.addEventListener('abort', abort);
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

function settleByStatus(
  request: XMLHttpRequest,
  resolve: (body: unknown) => void,
  reject: (error: FrontdeskError) => void,
): void {
  const body = parseJson(request.responseText);
  if (request.status >= 200 && request.status < 300) resolve(body);
  else reject(errorOfResponse(request.status, body, request.getResponseHeader('Retry-After')));
}

/** Null for what is no JSON: then the status tells what there is to tell. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
