// What tabs tell one another about the line that they share.

import type { ConnectionState } from '../connection-state';
import { type ErrorCode, FrontdeskError } from '../errors';
import type { FieldError, Token } from '../types';

export const LINE_TOPIC = 'line';

/** From a tab to the one that holds the line. */
export type ToLeader =
  /** All the namespaces that this tab wants open, from now on. */
  | { kind: 'want'; namespaces: readonly string[] }
  | { kind: 'request'; id: number; namespace: string; name: string; payload: readonly unknown[] }
  | { kind: 'hint'; namespace: string; name: string; payload: readonly unknown[] }
  /** Connect again: with this token, if it lasts longer. */
  | { kind: 'renew'; token: Token }
  /** This tab is looked at again, or saw the network come and go. */
  | { kind: 'wake' };

/** From the tab that holds the line to the others. */
export type FromLeader =
  /** It is this tab from now on: say what you want. */
  | { kind: 'lead' }
  /** The line goes, and will be back in a moment. */
  | { kind: 'calm' }
  | ({ kind: 'state'; namespace: string } & LineState)
  | { kind: 'event'; namespace: string; name: string; args: readonly unknown[] }
  /** To a tab that has come later: how things stand, and the events that say what is open. */
  | ({ kind: 'welcome'; namespace: string; events: readonly RecordedEvent[] } & LineState)
  | { kind: 'answer'; id: number; answer: unknown }
  | { kind: 'refusal'; id: number; error: PlainError };

export interface LineState {
  state: ConnectionState;
  /** Another one for each connection; null without one. */
  connect: string | null;
}

export type RecordedEvent = readonly [name: string, args: readonly unknown[]];

/** A FrontdeskError that can be posted. */
export interface PlainError {
  code: ErrorCode;
  message: string;
  status: number;
  fieldErrors: FieldError[];
  retryAfter: number | null;
}

export function plainError(error: FrontdeskError): PlainError {
  const { code, message, status, fieldErrors, retryAfter } = error;
  return { code, message, status, fieldErrors, retryAfter };
}

export function ofPlainError(plain: PlainError): FrontdeskError {
  return new FrontdeskError(plain);
}
