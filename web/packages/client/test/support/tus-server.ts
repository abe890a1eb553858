// A tus server in memory, as far as the desk's goes: creation, offsets, parts, termination, and
// what a test wants to go wrong on the way.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Held {
  bytes: Buffer[];
  offset: number;
  length: number;
  name: string;
}

/** What becomes of a part: taken, not even read, or taken while its answer is lost. */
export type Fate = 'take' | 'cut' | 'lose-answer' | { status: number; code: string };

const PREFIX = '/api/support/uploads';

export class TusServer {
  readonly uploads = new Map<string, Held>();
  /** Every request as `METHOD id`, with the offset for parts. */
  readonly requests: string[] = [];
  readonly tokens: (string | undefined)[] = [];
  /** Asked before each part. */
  fate: (offset: number) => Fate | Promise<Fate> = () => 'take';
  /** The public address that it tells, where that differs from its own. */
  publicUrl: string | null = null;
  readonly #http: Server;
  #ids = 0;

  private constructor() {
    this.#http = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  static async start(): Promise<TusServer> {
    const server = new TusServer();
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  contentOf(id: string): Buffer {
    return Buffer.concat(this.uploads.get(id)?.bytes ?? []);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*, Authorization');
    response.setHeader('Access-Control-Allow-Methods', '*');
    response.setHeader('Access-Control-Expose-Headers', '*');
    response.setHeader('Tus-Resumable', '1.0.0');
    const { method = '', url = '' } = request;
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    this.tokens.push(request.headers.authorization);
    const id = url.slice(PREFIX.length + 1);
    const offset = request.headers['upload-offset'];
    this.requests.push([method, id, offset].filter(Boolean).join(' '));
    if (method === 'POST') return this.#create(request, response);
    const upload = this.uploads.get(id);
    if (!upload) return void response.writeHead(404).end();
    if (method === 'HEAD') {
      response.setHeader('Upload-Length', upload.length);
      response.setHeader('Upload-Offset', upload.offset);
      return void response.writeHead(200).end();
    }
    if (method === 'DELETE') {
      this.uploads.delete(id);
      return void response.writeHead(204).end();
    }
    if (method === 'GET') {
      const data = { id, offset: upload.offset, attachment: attachmentOf(upload) };
      return void response.writeHead(200).end(JSON.stringify({ success: true, data }));
    }
    await this.#take(request, response, id, upload);
  }

  #create(request: IncomingMessage, response: ServerResponse): void {
    this.#ids += 1;
    const id = `u${this.#ids}`;
    const [, name = ''] = /filename ([^,]+)/.exec(String(request.headers['upload-metadata'])) ?? [];
    this.uploads.set(id, {
      bytes: [],
      offset: 0,
      length: Number(request.headers['upload-length']),
      name: Buffer.from(name, 'base64').toString(),
    });
    response.setHeader('Location', `${this.publicUrl ?? this.url}${PREFIX}/${id}`);
    response.writeHead(201).end();
  }

  async #take(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    upload: Held,
  ): Promise<void> {
    const fate = await this.fate(upload.offset);
    if (fate === 'cut') return void request.socket.destroy();
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request) pieces.push(piece as Buffer);
    } catch {
      return; // The client has gone.
    }
    if (typeof fate === 'object') {
      if (fate.status === 415) this.uploads.delete(id);
      const problem = { status: fate.status, code: fate.code, detail: `It is ${fate.code}.` };
      return void response.writeHead(fate.status).end(JSON.stringify(problem));
    }
    const bytes = Buffer.concat(pieces);
    upload.bytes.push(bytes);
    upload.offset += bytes.length;
    if (fate === 'lose-answer') return void request.socket.destroy();
    response.setHeader('Upload-Offset', upload.offset);
    const attachment = attachmentOf(upload);
    if (!attachment) return void response.writeHead(204).end();
    response.writeHead(200).end(JSON.stringify({ success: true, data: attachment }));
  }
}

function attachmentOf({ offset, length, name }: Held) {
  if (offset !== length) return undefined;
  return { cid: `cid-${name}`, url: `/ipfs/cid-${name}`, size: length, type: 'text/plain', name };
}
