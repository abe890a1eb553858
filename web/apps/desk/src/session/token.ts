/**
 * Where the tokens are kept and how one comes in by a link. The portal and the console have a key
 * each, so that one browser can be signed in to both as two people. What a token says is read
 * here only to know its end; the server alone decides whether it is good.
 */

export type Realm = 'portal' | 'console';

export const storageKey = (realm: Realm): string => `frontdesk.${realm}.token`;

export function readToken(realm: Realm): string | null {
  try {
    return localStorage.getItem(storageKey(realm));
  } catch {
    return null; // storage is blocked: the session lasts as long as the page
  }
}

export function writeToken(realm: Realm, token: string | null): void {
  try {
    if (token === null) localStorage.removeItem(storageKey(realm));
    else localStorage.setItem(storageKey(realm), token);
  } catch {
    // As above.
  }
}

/** The token in an address's fragment (`#token=<jwt>`), if there is one. */
export function tokenOfFragment(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token === null || token === '' ? null : token;
}

/** Whose pages an address belongs to. */
export function realmOfPath(pathname: string): Realm {
  return /^\/console(?:\/|$)/.test(pathname) ? 'console' : 'portal';
}

/**
 * Takes the token out of the address bar, before it can get into a bookmark or a screenshot.
 * Null when there is none, or when it is meant for the other realm.
 */
export function takeTokenFromAddress(realm: Realm): string | null {
  if (realmOfPath(location.pathname) !== realm) return null;
  const token = tokenOfFragment(location.hash);
  if (token !== null) {
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return token;
}

/** When the token ends, in milliseconds since 1970; null if it does not say. */
export function expiryOf(token: string): number | null {
  const exp = claimsOf(token)?.exp;
  return typeof exp === 'number' ? exp * 1000 : null;
}

/** Whose token it is: its claim `sub`, unchecked. Null where it has none. */
export function subjectOf(token: string): string | null {
  const sub = claimsOf(token)?.sub;
  return typeof sub === 'string' ? sub : null;
}

/** The claims of a JWT (RFC 7519 §3), unchecked; null if it is none. */
export function claimsOf(token: string): Record<string, unknown> | null {
  const body = token.split('.')[1];
  if (!body) return null;
  try {
    const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null
      ? (claims as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
