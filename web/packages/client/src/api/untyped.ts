// Requests to endpoints that the generated description doesn't hold (yet): their types are stated
// where they are used.

import type { Method } from '../endpoints';
import type { Http, RequestParts } from '../http';

export type Send = <Answer = unknown>(
  method: Method,
  path: string,
  parts?: RequestParts,
) => Promise<Answer>;

export function untyped(http: Http): Send {
  return (http.send as unknown as Send).bind(http) as Send;
}
