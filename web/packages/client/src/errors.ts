// The one error of this package, and how a REST answer, a socket's acknowledgement or a
// failed connection becomes one.

import type { FieldError } from './types';

/** The server's stable code (such as `not-found`), or one of the client's own. */
export type ErrorCode =
  | 'invalid-input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'unsupported-type'
  /** Moderation does not take it: it is not sent, and would not be on a second try. */
  | 'refused'
  /** It is on the server's disk, and somebody looks at it before it is shown. */
  | 'held'
  | 'rate-limited'
  | 'internal'
  | 'unavailable'
  /** The server could not be reached; nothing is known about the request. */
  | 'offline'
  /** The server was reached and did not answer in time. */
  | 'timeout'
  /** The caller gave up. */
  | 'aborted'
  | (string & {});

export interface FrontdeskErrorInit {
  code: ErrorCode;
  message: string;
  /** HTTP status; 0 where there was none. */
  status?: number;
  fieldErrors?: FieldError[];
  /** Seconds to wait before the next try. */
  retryAfter?: number | null;
  cause?: unknown;
}

/** Every failure of this package. `message` is a sentence that can be shown to people. */
export class FrontdeskError extends Error {
  override readonly name = 'FrontdeskError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly fieldErrors: FieldError[];
  readonly retryAfter: number | null;

  constructor(init: FrontdeskErrorInit) {
    super(init.message, { cause: init.cause });
    this.status = init.status ?? 0;
    this.code = init.code;
    this.fieldErrors = init.fieldErrors ?? [];
    this.retryAfter = init.retryAfter ?? null;
  }

  /** What is wrong with one member of the input, if anything. */
  fieldError(field: string): string | undefined {
    return this.fieldErrors.find((error) => error.field === field)?.message;
  }

  /** Whether the same request may well succeed later, unchanged. */
  get isTransient(): boolean {
    return TRANSIENT.has(this.code);
  }
}

const TRANSIENT: ReadonlySet<string> = new Set([
  'offline',
  'timeout',
  'rate-limited',
  'unavailable',
  'internal',
]);

const CODES_BY_STATUS: Record<number, ErrorCode> = {
  400: 'invalid-input',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  415: 'unsupported-type',
  429: 'rate-limited',
  503: 'unavailable',
};

/** Anything thrown, as the one error. */
export function toFrontdeskError(thrown: unknown): FrontdeskError {
  if (thrown instanceof FrontdeskError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new FrontdeskError({ code: 'aborted', message: 'Cancelled.', cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new FrontdeskError({ code: 'internal', message, cause: thrown });
}

/** The server could not be reached. */
export function offlineError(cause?: unknown): FrontdeskError {
  return new FrontdeskError({
    code: 'offline',
    message: 'The support desk cannot be reached. Check your connection and try again.',
    cause,
  });
}

/** The caller has given up. */
export function abortedError(): FrontdeskError {
  return new FrontdeskError({ code: 'aborted', message: 'Cancelled.' });
}

/** A failed REST answer: its status, its parsed body (RFC 9457) and its `Retry-After`. */
export function errorOfResponse(
  status: number,
  body: unknown,
  retryAfterHeader: string | null,
): FrontdeskError {
  const problem = asRecord(body);
  const fallback = CODES_BY_STATUS[status] ?? (status >= 500 ? 'internal' : 'invalid-input');
  return new FrontdeskError({
    status,
    code: text(problem.code) ?? codeOfType(text(problem.type)) ?? fallback,
    message:
      text(problem.detail) ??
      text(problem.message) ??
      text(problem.title) ??
      `The support desk answered with status ${status}.`,
    fieldErrors: Array.isArray(problem.errors) ? problem.errors.filter(isFieldError) : [],
    retryAfter: number(problem.retryAfter) ?? seconds(retryAfterHeader),
  });
}

/** A socket's acknowledgement that says `success: false`. */
export function errorOfAck(ack: unknown): FrontdeskError {
  const failure = asRecord(ack);
  return new FrontdeskError({
    code: text(failure.code) ?? (number(failure.retryAfter) ? 'rate-limited' : 'internal'),
    message: text(failure.error) ?? 'The support desk could not do this.',
    retryAfter: number(failure.retryAfter),
  });
}

/** The code is the last segment of a problem's `type`; `about:blank` says nothing. */
function codeOfType(type: string | null): string | null {
  if (!type || type === 'about:blank') return null;
  return type.split(/[/#:]/).at(-1) || null;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function isFieldError(value: unknown): value is FieldError {
  const record = asRecord(value);
  return typeof record.field === 'string' && typeof record.message === 'string';
}

/** `Retry-After` as seconds; the form with a date is not sent by Frontdesk. */
function seconds(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header.trim()) ? Number(header) : null;
}

/** What `message-refused` says, as the failure of the message. */
export function refusal({ reason }: { reason: string }): FrontdeskError {
  return new FrontdeskError({ code: 'refused', message: reason });
}
