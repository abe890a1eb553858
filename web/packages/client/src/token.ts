// Who the caller is: the token at hand, and whose it is. Tokens are verified by the server
// alone; here one is only read, to notice that another person has signed in.

import type { Token, TokenSource } from './types';

/** Gives the current token, whatever it comes from. */
export class TokenHolder {
  #source: TokenSource;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  set(source: TokenSource): void {
    this.#source = source;
  }

  /** Whether this source is still the one. */
  isOf(source: TokenSource): boolean {
    return this.#source === source;
  }

  /** The token, where no function gives it. */
  get fixed(): Token | undefined {
    return typeof this.#source === 'function' ? undefined : this.#source;
  }

  async current(): Promise<Token> {
    return typeof this.#source === 'function' ? await this.#source() : this.#source;
  }
}

/** The `sub` of a JWT, or the token itself where it isn't one; null without a token. */
export function personOf(token: Token): string | null {
  if (token === null || token === '') return null;
  const payload = token.split('.')[1];
  if (payload === undefined) return token;
  try {
    const base64 = payload.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const subject = (claims as { sub?: unknown }).sub;
    return typeof subject === 'string' ? subject : token;
  } catch {
    return token;
  }
}
