// Resumable uploads through the real tus-js-client, and by hand where it can't do something.
import { createHash } from 'node:crypto';
import { Upload, type UploadOptions } from 'tus-js-client';
import { expect } from 'vitest';
import { cidOf } from './content';
import type { Server } from './server';
import { type Claims, token } from './tokens';
import type { Json } from './wire';

/** Milliseconds after which one more try is made, as often as it takes. */
const RETRY = Array.from({ length: 5_000 }, () => 15);

/** How long a hand-made request waits for an answer. */
const PATIENCE = 20_000;

export interface Sending {
  readonly upload: Upload;
  /** Resolves with the last answer's body when all is sent; rejects when the client gives up. */
  readonly done: Promise<string>;
}

export function bearer(claims: Claims): Record<string, string> {
  return { Authorization: `Bearer ${token(claims)}` };
}

/** What `Upload-Offset` said: it must never go back behind what was acknowledged. */
export class Offsets {
  private acknowledged = 0;

  hear(offset: number): void {
    if (offset < this.acknowledged) {
      throw new Error(`the offset went back from ${this.acknowledged} to ${offset}`);
    }
    this.acknowledged = offset;
  }
}

/** Uploads text with tus-js-client, which goes on by itself after every interruption. */
export function send(
  base: string,
  claims: Claims,
  bytes: Uint8Array,
  options: Partial<UploadOptions> = {},
): Sending {
  const offsets = new Offsets();
  let upload: Upload | undefined;
  const done = new Promise<string>((resolve, reject) => {
    upload = new Upload(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
      endpoint: `${base}/api/support/uploads`,
      headers: bearer(claims),
      metadata: { filename: 'notes.txt', filetype: 'text/plain' },
      retryDelays: RETRY,
      onAfterResponse: (_request, response) => {
        const offset = response.getHeader('Upload-Offset');
        if (offset !== undefined && offset !== null && offset !== '') {
          try {
            offsets.hear(Number(offset));
          } catch (error) {
            reject(error);
          }
        }
      },
      onError: reject,
      onSuccess: ({ lastResponse }) => resolve(lastResponse.getBody()),
      ...options,
    });
    upload.start();
  });
  if (!upload) throw new Error('no upload was made');
  return { upload, done };
}

/**
 * Uploads text by hand, each part with its checksum, and goes on after every interruption; gives
 * the upload's address.
 */
export async function sendVerified(
  base: string,
  claims: Claims,
  bytes: Uint8Array<ArrayBuffer>,
  partSize: number,
): Promise<string> {
  const tus = { ...bearer(claims), 'Tus-Resumable': '1.0.0' };
  const offsets = new Offsets();
  const begin = {
    ...tus,
    'Upload-Length': String(bytes.length),
    'Upload-Metadata': 'filename bm90ZXMudHh0',
  };
  const begun = await stubbornly(`${base}/api/support/uploads`, { method: 'POST', headers: begin });
  expect(begun.status).toBe(201);
  const url = new URL(begun.headers.get('Location') ?? '', base).href;
  for (;;) {
    const head = await stubbornly(url, { method: 'HEAD', headers: tus });
    expect(head.status).toBe(200);
    let offset = Number(head.headers.get('Upload-Offset'));
    offsets.hear(offset);
    while (offset < bytes.length) {
      const part = bytes.subarray(offset, offset + partSize);
      const answer = await request(url, {
        method: 'PATCH',
        headers: {
          ...tus,
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Offset': String(offset),
          'Upload-Checksum': `sha256 ${createHash('sha256').update(part).digest('base64')}`,
        },
        body: part,
      });
      if (answer === undefined || answer.status === 423) break;
      expect([200, 204]).toContain(answer.status);
      offset = Number(answer.headers.get('Upload-Offset'));
      offsets.hear(offset);
    }
    if (offset === bytes.length) return url;
  }
}

/** The answer, or nothing when the line or the server broke. */
async function request(url: string, init: RequestInit): Promise<Response | undefined> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) });
    await answer.arrayBuffer();
    return answer;
  } catch {
    return undefined;
  }
}

async function stubbornly(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const answer = await request(url, init);
    if (answer !== undefined && answer.status !== 423) return answer;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** The upload has become the file of these bytes, under the CID that IPFS gives them. */
export async function expectFile(
  server: Server,
  claims: Claims,
  url: string,
  bytes: Uint8Array,
): Promise<void> {
  const path = new URL(url).pathname;
  const stands = await fetch(`${server.url}${path}`, { headers: bearer(claims) });
  const { data } = (await stands.json()) as Json;
  expect(data.offset).toBe(bytes.length);
  expect(data.attachment.cid).toBe(await cidOf(bytes));
  const file = await fetch(`${server.url}/ipfs/${data.attachment.cid}`);
  const stored = Buffer.from(await file.arrayBuffer());
  if (!stored.equals(bytes)) throw new Error('the stored bytes are not those that were sent');
}
