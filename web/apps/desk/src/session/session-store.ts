/**
 * One sign-in: its token, the client that speaks with it, and the cache of what it may see. A new
 * token gets a new client and a new cache, so that nothing of one person is shown to the next.
 */
import { createClient, type FrontdeskClient, FrontdeskError } from '@frontdesk/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { acceptLanguage } from '../i18n/language';
import { forgetReads } from '../pwa/forget';
import {
  expiryOf,
  type Realm,
  readToken,
  storageKey,
  subjectOf,
  takeTokenFromAddress,
  writeToken,
} from './token';

export interface SessionSnapshot {
  readonly token: string | null;
  readonly client: FrontdeskClient;
  readonly queries: QueryClient;
  /** The last sign-in came to its end by itself. */
  readonly expired: boolean;
}

/** `setTimeout` counts in 31 bits. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const FRESH_MS = 15_000;
const MAX_RETRIES = 2;

export class SessionStore {
  readonly realm: Realm;
  #snapshot: SessionSnapshot;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(realm: Realm) {
    this.realm = realm;
    const linked = takeTokenFromAddress(realm);
    if (linked !== null) writeToken(realm, linked);
    const token = linked ?? readToken(realm);
    const over = token !== null && isOver(token);
    if (over) {
      writeToken(realm, null);
      leave(token, null);
    }
    this.#snapshot = this.#open(over ? null : token, over);
    window.addEventListener('hashchange', this.#onHash);
    window.addEventListener('storage', this.#onStorage);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): SessionSnapshot => this.#snapshot;

  readonly signIn = (token: string): void => {
    writeToken(this.realm, token);
    this.#replace(token, false);
  };

  readonly signOut = (): void => {
    writeToken(this.realm, null);
    this.#replace(null, false);
  };

  /** The server, or the clock, no longer takes the token. */
  readonly expire = (): void => {
    if (this.#snapshot.token === null) return;
    writeToken(this.realm, null);
    this.#replace(null, true);
  };

  #replace(token: string | null, expired: boolean): void {
    const old = this.#snapshot;
    this.#snapshot = this.#open(token, expired);
    for (const listener of this.#listeners) listener();
    old.client.close();
    old.queries.clear();
    leave(old.token, token);
  }

  #open(token: string | null, expired: boolean): SessionSnapshot {
    clearTimeout(this.#timer);
    const end = token === null ? null : expiryOf(token);
    if (end !== null) {
      this.#timer = setTimeout(this.#onTimer, Math.min(end - Date.now(), MAX_TIMER_MS));
    }
    const onError = (error: unknown) => {
      const current = this.#snapshot.token === token;
      if (current && error instanceof FrontdeskError && error.status === 401) this.expire();
    };
    return {
      token,
      expired,
      client: createClient({ token, surface: this.realm, acceptLanguage }),
      queries: new QueryClient({
        queryCache: new QueryCache({ onError }),
        mutationCache: new MutationCache({ onError }),
        defaultOptions: {
          // Without a line a request fails at once and the page says so, instead of waiting.
          queries: { staleTime: FRESH_MS, retry: shouldRetry, networkMode: 'always' },
          mutations: { networkMode: 'always' },
        },
      }),
    };
  }

  readonly #onTimer = (): void => {
    const { token } = this.#snapshot;
    if (token !== null && isOver(token)) this.expire();
  };

  readonly #onHash = (): void => {
    const token = takeTokenFromAddress(this.realm);
    if (token !== null) this.signIn(token);
  };

  /** Another tab has signed in or out. */
  readonly #onStorage = (event: StorageEvent): void => {
    if (event.key !== storageKey(this.realm) || event.newValue === this.#snapshot.token) return;
    this.#replace(event.newValue, false);
  };
}

/** Of whoever is not signed in any more, nothing is kept to be read without a line. */
function leave(old: string | null, next: string | null): void {
  const person = old === null ? null : subjectOf(old);
  const isTheirs = next !== null && subjectOf(next) === person;
  if (person !== null && !isTheirs) forgetReads(person);
}

function isOver(token: string): boolean {
  const end = expiryOf(token);
  return end !== null && end <= Date.now();
}

/** Only what may go well the next time is tried again. */
function shouldRetry(count: number, error: unknown): boolean {
  return count < MAX_RETRIES && (!(error instanceof FrontdeskError) || error.isTransient);
}

const stores = new Map<Realm, SessionStore>();

/** The one store of a realm, made when it is first asked for. */
export function sessionStore(realm: Realm): SessionStore {
  let store = stores.get(realm);
  if (!store) {
    store = new SessionStore(realm);
    stores.set(realm, store);
  }
  return store;
}
