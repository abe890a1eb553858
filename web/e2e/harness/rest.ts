// A person's requests to the REST interface, by plain `fetch`.
import type { Server } from './server';
import { type Claims, token } from './tokens';
import type { Json } from './wire';

export class Rest {
  private readonly bearer: Record<string, string>;

  /** Without claims: somebody who is not signed in. */
  constructor(
    private readonly server: Server,
    claims?: Claims,
  ) {
    this.bearer = claims ? { Authorization: `Bearer ${token(claims)}` } : {};
  }

  /** The `data` of a success; throws what a refusal says. */
  async data(method: string, path: string, body?: object): Promise<Json> {
    const response = await this.send(path, {
      method,
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const answer = (await response.json()) as Json;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  }

  get(path: string): Promise<Json> {
    return this.data('GET', path);
  }

  post(path: string, body: object = {}): Promise<Json> {
    return this.data('POST', path, body);
  }

  put(path: string, body: object): Promise<Json> {
    return this.data('PUT', path, body);
  }

  patch(path: string, body: object): Promise<Json> {
    return this.data('PATCH', path, body);
  }

  /** Sends files in one request; gives the response as it is. */
  upload(...files: File[]): Promise<Response> {
    const form = new FormData();
    for (const file of files) form.append('file', file);
    return this.send('/upload', { method: 'POST', body: form });
  }

  private send(path: string, init: RequestInit): Promise<Response> {
    return fetch(`${this.server.url}/api/support${path}`, {
      ...init,
      headers: { ...init.headers, ...this.bearer },
    });
  }
}
