// Tokens as a host application would make them (JWS, RFC 7515), and broken ones.
import { createHmac } from 'node:crypto';

export const SECRET = 'a secret for tests that is long enough to be accepted';

export interface Claims {
  sub: string;
  name?: string;
  email?: string;
  role?: 'user' | 'agent' | 'support' | 'admin';
  /** Seconds since 1970; in an hour unless told. */
  exp?: number;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** A token signed with HS256. */
export function token(claims: Claims, secret = SECRET): string {
  const head = encode({ alg: 'HS256', typ: 'JWT' });
  const body = encode({ exp: inSeconds(3600), ...claims });
  const signature = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  return `${head}.${body}.${signature}`;
}

/** A token that claims to need no signature. */
export function unsignedToken(claims: Claims): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ exp: inSeconds(3600), ...claims })}.`;
}
