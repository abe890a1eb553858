/**
 * Who sits before the widget: somebody whom the host's page vouches for, a visitor of this browser,
 * or nobody. Nothing is kept in the browser before a visitor has begun to write.
 */
import {
  createClient,
  type FrontdeskClient,
  type KeyValueStorage,
  type Listener,
  memoryStorage,
  type NewContext,
  type Observable,
  pageContext,
} from '@frontdesk/client';
import type { Bridge } from './bridge';
import { expiryOf } from './expiry';

/** Browsers may deny storage to a frame of another site; then there are no locks either. */
function hasStorage(): boolean {
  try {
    return globalThis.localStorage !== null;
  } catch {
    return false;
  }
}

/** As the browser's, but not touched before there is something to keep. */
const patientStorage: KeyValueStorage = {
  get: (key) => localStorage.getItem(key),
  set: (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // A full storage costs the resumption after a reload, nothing else.
    }
  },
  remove: (key) => localStorage.removeItem(key),
};

export type Who = 'nobody' | 'visitor' | 'host';

export interface SessionSnapshot {
  who: Who;
  /** What is known of them from their token's answer; null until then, and for nobody. */
  email: string | null;
  hasName: boolean;
}

const NOBODY: SessionSnapshot = { who: 'nobody', email: null, hasName: false };

export class Session implements Observable<SessionSnapshot> {
  readonly client: FrontdeskClient;
  readonly #bridge: Bridge;
  readonly #listeners = new Set<Listener>();
  #snapshot = NOBODY;

  constructor(bridge: Bridge, url?: string) {
    this.#bridge = bridge;
    const common = { url, token: null, surface: 'widget' } as const;
    // Without storage nothing outlives the page, and each page has a line of its own.
    this.client = createClient(
      hasStorage()
        ? { ...common, storage: patientStorage }
        : {
            ...common,
            storage: memoryStorage(),
            outboxStorage: null,
            uploadStorage: null,
            tabs: null,
          },
    );
  }

  getSnapshot = (): SessionSnapshot => this.#snapshot;

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * @param identified the host's page says who its visitor is
   * @param visitor the token of a visitor of an earlier page
   */
  begin(identified: boolean, visitor: string | null): void {
    if (identified) {
      this.#be('host', () => this.#bridge.token());
      return;
    }
    if (visitor === null) return;
    if ((expiryOf(visitor) ?? 0) > Date.now()) this.#be('visitor', visitor);
    else this.#keep(null);
  }

  /** The host's page vouches for somebody else from now on. */
  identify(): void {
    this.#bridge.forgetToken();
    this.#keep(null);
    this.#be('host', () => this.#bridge.token());
  }

  /** Makes somebody who begins to write a visitor of this browser. */
  async becomeVisitor(name: string, email: string): Promise<void> {
    if (this.#snapshot.who !== 'nobody') return;
    const { token } = await this.client.api.auth.visitor({
      name: name.trim() || undefined,
      email: email.trim() || undefined,
    });
    this.#keep(token);
    this.#be('visitor', token);
  }

  /** Where a conversation begins that is about to be. Nothing is asked before. */
  async context(): Promise<NewContext | null> {
    const page = await this.#bridge.page();
    // A frame is told of its host at least where that is.
    return pageContext(page ?? { url: document.referrer, title: '', referrer: '' });
  }

  /** Nothing of the last one stays. */
  forget(): void {
    this.#bridge.forgetToken();
    this.#keep(null);
    // What is open ends by the token that is gone.
    this.client.setToken(null);
    this.#update(NOBODY);
  }

  #keep(token: string | null): void {
    this.#bridge.say({ type: 'visitor', token });
  }

  #be(who: Who, token: Parameters<FrontdeskClient['setToken']>[0]): void {
    this.client.setToken(token);
    this.#update({ ...NOBODY, who });
    this.client.api.auth.me().then(
      ({ name, email }) => {
        if (this.#snapshot.who !== who) return;
        this.#update({ who, email: email ?? null, hasName: Boolean(name) });
      },
      () => {
        // What needs it asks the server itself, which says what is wrong.
      },
    );
  }

  #update(snapshot: SessionSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of [...this.#listeners]) listener();
  }
}
