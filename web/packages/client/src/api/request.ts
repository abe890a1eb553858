// What every group of endpoints has in common: options of a request, and how an answer is
// taken out of its envelope.

import type { AnswerOf, BodyOf, PathOf } from '../endpoints';
import { FrontdeskError } from '../errors';
import type { Http } from '../http';
import { randomId } from '../ids';
import type { Page } from '../types';

export interface RequestOptions {
  signal?: AbortSignal;
  /** Goes out even if the page is left at this moment (browsers allow 64 KiB of that). */
  keepalive?: boolean;
}

export interface CreateOptions extends RequestOptions {
  /** Makes a repeat of the same request harmless; one is made up when it is missing. */
  idempotencyKey?: string;
}

/** Posts what is not to be made twice. */
export function create<Path extends PathOf<'post'>>(
  http: Http,
  path: Path,
  body: BodyOf<'post', Path> | undefined,
  { idempotencyKey = randomId(), signal, keepalive }: CreateOptions = {},
  id?: string,
): Promise<AnswerOf<'post', Path>> {
  return http.send('post', path, { id, body, idempotencyKey, signal, keepalive });
}

/**
 * What an answer brings, out of its envelope. What was held for review brings nothing yet: that
 * is a FrontdeskError with the code `held`.
 */
export function data<Data>(answer: { data: Data }): Data {
  if ('held' in answer && answer.held) {
    throw new FrontdeskError({
      status: 202,
      code: 'held',
      message: 'It has arrived. Somebody looks at it before it is shown.',
    });
  }
  return answer.data;
}

export function page<Item>(answer: { data: Item[]; page: { next?: string | null } }): Page<Item> {
  return { items: answer.data, next: answer.page.next ?? null };
}
