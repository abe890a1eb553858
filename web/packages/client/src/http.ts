// One REST request: the token, the JSON, and what its answer or its failure means.

import { errorOfResponse, FrontdeskError, offlineError } from './errors';
import type { TokenHolder } from './token';

/** Everything of the REST interface lies under this path. */
export const API_PREFIX = '/api/support';

/** What the server wraps every success in. */
export interface Envelope<Data> {
  data: Data;
  page?: { next?: string | null };
  [member: string]: unknown;
}

export type QueryValue = string | number | boolean | null | undefined;

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under the prefix, its variable parts already encoded. */
  path: string;
  /** Members that are null, undefined or empty are left out. */
  query?: Record<string, QueryValue>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export class Http {
  readonly #url: string;
  readonly #token: TokenHolder;

  constructor(url: string, token: TokenHolder) {
    this.#url = url;
    this.#token = token;
  }

  /** Sends it and gives the answer's envelope; every failure is a FrontdeskError. */
  async send<Data>(request: HttpRequest): Promise<Envelope<Data>> {
    const headers = await this.#headers(request);
    const init: RequestInit = { method: request.method, headers };
    if (request.signal) init.signal = request.signal;
    if (request.body !== undefined) init.body = JSON.stringify(request.body);

    let response: Response;
    let body: unknown;
    try {
      response = await fetch(this.address(request.path, request.query), init);
      body = parse(await response.text());
    } catch (cause) {
      throw request.signal?.aborted
        ? new FrontdeskError({ code: 'aborted', message: 'Cancelled.', cause })
        : offlineError(cause);
    }
    if (!response.ok) {
      throw errorOfResponse(response.status, body, response.headers.get('Retry-After'));
    }
    return envelope<Data>(response.status, body);
  }

  /** The full address of a path under the prefix. */
  address(path: string, query: Record<string, QueryValue> = {}): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') {
        parameters.set(name, String(value));
      }
    }
    const search = parameters.size > 0 ? `?${parameters}` : '';
    return `${this.#url}${API_PREFIX}${path}${search}`;
  }

  async #headers(request: HttpRequest): Promise<Headers> {
    const headers = new Headers({ Accept: 'application/json' });
    const token = await this.#token.current();
    if (token) headers.set('Authorization', `Bearer ${token}`);
    if (request.body !== undefined) headers.set('Content-Type', 'application/json');
    if (request.idempotencyKey) headers.set('Idempotency-Key', request.idempotencyKey);
    return headers;
  }
}

function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, perhaps: the status tells what there is to tell.
    return null;
  }
}

function envelope<Data>(status: number, body: unknown): Envelope<Data> {
  if (status === 204 || status === 205) return { data: undefined as Data };
  if (typeof body === 'object' && body !== null) return body as Envelope<Data>;
  throw new FrontdeskError({
    status,
    code: 'internal',
    message: 'The answer is not one of a support desk. Check the address of the server.',
  });
}
