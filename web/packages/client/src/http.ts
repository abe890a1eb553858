// One REST request: the token, the JSON, and what its answer or its failure means.

import type { AnswerOf, BodyOf, Method, PathOf, QueryOf } from './endpoints';
import { errorOfResponse, FrontdeskError, offlineError } from './errors';
import type { TokenHolder } from './token';

/** Everything of the REST interface lies under this path. */
export const API_PREFIX = '/api/support';

/** What belongs to one request, apart from its method and path. */
export interface RequestParts<Query = object, Body = unknown> {
  /** Stands for the parameter in the path: `{id}` or `{cid}`. */
  id?: string;
  /** Those of the path that `id` does not stand for, by their names. */
  params?: Readonly<Record<string, string>>;
  /** Members that are null, undefined or empty are left out. */
  query?: Query;
  body?: Body;
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Goes out even if the page is left at this moment. */
  keepalive?: boolean;
}

export class Http {
  readonly #url: string;
  readonly #token: TokenHolder;
  readonly #acceptLanguage: (() => string) | undefined;
  readonly #closing = new AbortController();

  constructor(url: string, token: TokenHolder, acceptLanguage?: () => string) {
    this.#url = url;
    this.#token = token;
    this.#acceptLanguage = acceptLanguage;
  }

  /** Sends it and gives the whole answer; every failure is a FrontdeskError. */
  async send<M extends Method, Path extends PathOf<M>>(
    method: M,
    path: Path,
    parts: RequestParts<QueryOf<M, Path>, BodyOf<M, Path>> = {},
  ): Promise<AnswerOf<M, Path>> {
    const { status, content } = await this.#fetch(method, path, parts, (response) =>
      response.text(),
    );
    return answer(status, parse(content)) as AnswerOf<M, Path>;
  }

  /** Fetches what is a file. */
  async download<Path extends PathOf<'get'>>(
    path: Path,
    parts: RequestParts<QueryOf<'get', Path>> = {},
  ): Promise<Blob> {
    return (await this.#fetch('get', path, parts, (response) => response.blob())).content;
  }

  /** Cancels what is under way, and whatever is asked from now on. */
  close(): void {
    this.#closing.abort();
  }

  /** The full address of a path under the prefix. */
  address(path: string, { id = '', params = {}, query = {} }: RequestParts = {}): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      // A list stands for the same name several times.
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== undefined && one !== null && one !== '') parameters.append(name, String(one));
      }
    }
    const search = parameters.size > 0 ? `?${parameters}` : '';
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? id));
    return `${this.#url}${API_PREFIX}${filled}${search}`;
  }

  async #fetch<Content>(
    method: Method,
    path: string,
    parts: RequestParts,
    read: (response: Response) => Promise<Content>,
  ): Promise<{ status: number; content: Content }> {
    const signals = [this.#closing.signal, ...(parts.signal ? [parts.signal] : [])];
    const signal = AbortSignal.any(signals);
    const init: RequestInit = {
      method: method.toUpperCase(),
      headers: await this.#headers(parts),
      signal,
      keepalive: parts.keepalive,
    };
    if (parts.body !== undefined) init.body = JSON.stringify(parts.body);

    try {
      const response = await fetch(this.address(path, parts), init);
      const { ok, status, headers } = response;
      if (ok) return { status, content: await read(response) };
      throw errorOfResponse(status, parse(await response.text()), headers.get('Retry-After'));
    } catch (cause) {
      if (cause instanceof FrontdeskError) throw cause;
      throw signal.aborted
        ? new FrontdeskError({ code: 'aborted', message: 'Cancelled.', cause })
        : offlineError(cause);
    }
  }

  async #headers({ body, idempotencyKey }: RequestParts): Promise<Headers> {
    const headers = new Headers({ Accept: 'application/json' });
    if (this.#acceptLanguage) headers.set('Accept-Language', this.#acceptLanguage());
    const token = await this.#token.current();
    if (token) headers.set('Authorization', `Bearer ${token}`);
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    if (idempotencyKey) headers.set('Idempotency-Key', idempotencyKey);
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

/** The envelope of a success; one without a body has no data. */
function answer(status: number, body: unknown): object {
  if (status === 204 || status === 205) return { success: true };
  if (typeof body === 'object' && body !== null) return body;
  throw new FrontdeskError({
    status,
    code: 'internal',
    message: 'The answer is not one of a support desk. Check the address of the server.',
  });
}
