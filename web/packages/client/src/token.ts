// Who the caller is: the token at hand, and whose it is. Tokens are verified by the server
// alone; here one is only read, to notice that another person has signed in, and when it ends.

import type { Token, TokenSource } from './types';

/** Gives the current token, whatever it comes from. */
export class TokenHolder {
  #source: TokenSource;
  /** A token that another tab of the same person has. */
  #lent: Token = null;
  /** Told of every token that a function gives, before it is used. */
  onToken: (token: Token) => void = () => {};

  constructor(source: TokenSource) {
    this.#source = source;
  }

  set(source: TokenSource): void {
    this.#source = source;
    this.#lent = null;
  }

  /** Whether this source is still the one. */
  isOf(source: TokenSource): boolean {
    return this.#source === source;
  }

  /** The token, where no function gives it. */
  get fixed(): Token | undefined {
    return typeof this.#source === 'function' ? undefined : this.#source;
  }

  /** Another tab of the same person has this one; it is used if it lasts longer. */
  lend(token: Token): void {
    this.#lent = token;
  }

  async current(): Promise<Token> {
    const source = this.#source;
    const own = typeof source === 'function' ? await source() : source;
    if (typeof source === 'function' && this.isOf(source)) this.onToken(own);
    return this.#isBetter(own) ? this.#lent : own;
  }

  /** Whether the lent token is the same person's and lasts longer. */
  #isBetter(own: Token): boolean {
    if (own === null || this.#lent === null || personOf(this.#lent) !== personOf(own)) return false;
    return (expiryOf(this.#lent) ?? 0) > (expiryOf(own) ?? Number.POSITIVE_INFINITY);
  }
}

/** The `sub` of a JWT, or the token itself where it isn't one; null without a token. */
export function personOf(token: Token): string | null {
  if (token === null || token === '') return null;
  const subject = claimsOf(token).sub;
  return typeof subject === 'string' ? subject : token;
}

/** When a JWT ends (milliseconds since 1970); null when it does not say. */
export function expiryOf(token: Token): number | null {
  const seconds = claimsOf(token).exp;
  return typeof seconds === 'number' ? seconds * 1_000 : null;
}

function claimsOf(token: Token): { sub?: unknown; exp?: unknown } {
  const payload = token?.split('.')[1];
  if (payload === undefined) return {};
  try {
    const base64 = payload.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
