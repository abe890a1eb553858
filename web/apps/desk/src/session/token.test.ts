import { describe, expect, it } from 'vitest';
import {
  claimsOf,
  expiryOf,
  readToken,
  realmOfPath,
  storageKey,
  takeTokenFromAddress,
  tokenOfFragment,
  writeToken,
} from './token';

const jwt = (claims: object) => {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const body = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return `e30.${body}.signature`;
};

describe('a token in the address', () => {
  it('is read from the fragment alone', () => {
    expect(tokenOfFragment('#token=a.b.c')).toBe('a.b.c');
    expect(tokenOfFragment('#x=1&token=a.b.c')).toBe('a.b.c');
    expect(tokenOfFragment('#section-2')).toBeNull();
    expect(tokenOfFragment('#token=')).toBeNull();
    expect(tokenOfFragment('')).toBeNull();
  });

  it('is taken out of the address when it is read, and the rest stays', () => {
    history.replaceState(null, '', '/tickets?status=open#token=a.b.c');
    expect(takeTokenFromAddress('portal')).toBe('a.b.c');
    expect(location.pathname + location.search + location.hash).toBe('/tickets?status=open');
    expect(takeTokenFromAddress('portal')).toBeNull();
  });

  it('is left for the realm whose page it came to', () => {
    history.replaceState(null, '', '/console#token=a.b.c');
    expect(takeTokenFromAddress('portal')).toBeNull();
    expect(takeTokenFromAddress('console')).toBe('a.b.c');
    expect(realmOfPath('/console/tickets/1')).toBe('console');
    expect(realmOfPath('/consolexyz')).toBe('portal');
  });

  it('leaves another fragment alone', () => {
    history.replaceState(null, '', '/articles/x#second-part');
    expect(takeTokenFromAddress('portal')).toBeNull();
    expect(location.hash).toBe('#second-part');
  });
});

describe('a kept token', () => {
  it('is kept apart for the portal and the console', () => {
    writeToken('portal', 'p');
    writeToken('console', 'c');
    expect(readToken('portal')).toBe('p');
    expect(localStorage.getItem('frontdesk.console.token')).toBe('c');
    expect(storageKey('portal')).toBe('frontdesk.portal.token');
    writeToken('portal', null);
    expect(readToken('portal')).toBeNull();
    expect(readToken('console')).toBe('c');
  });
});

describe('the claims of a token', () => {
  it('are read as UTF-8 from base64url', () => {
    expect(claimsOf(jwt({ sub: 'u1', name: 'Zoë ÿ?>' }))).toEqual({ sub: 'u1', name: 'Zoë ÿ?>' });
  });

  it('give the end in milliseconds', () => {
    expect(expiryOf(jwt({ exp: 1_700_000_000 }))).toBe(1_700_000_000_000);
    expect(expiryOf(jwt({}))).toBeNull();
  });

  it('are null for what is no JWT', () => {
    for (const text of ['', 'abc', 'a.%%%.c', 'a.bm8.c']) expect(claimsOf(text)).toBeNull();
  });
});
