/**
 * Who sits before the widget: somebody whom the host's page vouches for, a visitor of this browser,
 * or nobody. Nothing is kept in the browser before a visitor has begun to write.
 */
import {
  createClient,
  type FrontdeskClient,
  type KeyValueStorage,
  type Listener,
  type Observable,
} from '@frontdesk/client';
import type { Bridge } from './bridge';
import { expiryOf } from './expiry';

/** As the browser's, but not touched before there is something to keep. */
const patientStorage: KeyValueStorage = {
  get: (key) => attempt(() => localStorage.getItem(key)),
  set: (key, value) => void attempt(() => localStorage.setItem(key, value)),
  remove: (key) => void attempt(() => localStorage.removeItem(key)),
};

/** Where a visitor's token is kept, in the storage of the frame's own origin. */
export const VISITOR_KEY = 'frontdesk.widget.visitor';

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
    this.client = createClient({ url, token: null, surface: 'widget', storage: patientStorage });
  }

  getSnapshot = (): SessionSnapshot => this.#snapshot;

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param identified the host's page says who its visitor is */
  begin(identified: boolean): void {
    if (identified) {
      this.#be('host', () => this.#bridge.token());
      return;
    }
    const token = keptToken();
    if (token === null) return;
    this.#be('visitor', token);
  }

  /** The host's page vouches for somebody else from now on. */
  identify(): void {
    this.#bridge.forgetToken();
    patientStorage.remove(VISITOR_KEY);
    this.#be('host', () => this.#bridge.token());
  }

  /** Makes somebody who begins to write a visitor of this browser. */
  async becomeVisitor(name: string, email: string): Promise<void> {
    if (this.#snapshot.who !== 'nobody') return;
    const { token } = await this.client.api.auth.visitor({
      name: name.trim() || undefined,
      email: email.trim() || undefined,
    });
    patientStorage.set(VISITOR_KEY, token);
    this.#be('visitor', token);
  }

  /** Nothing of the last one stays. */
  forget(): void {
    this.#bridge.forgetToken();
    patientStorage.remove(VISITOR_KEY);
    // What is open ends by the token that is gone.
    this.client.setToken(null);
    this.#update(NOBODY);
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

function keptToken(): string | null {
  const token = patientStorage.get(VISITOR_KEY);
  if (token === null || (expiryOf(token) ?? 0) > Date.now()) return token;
  patientStorage.remove(VISITOR_KEY);
  return null;
}

/** Storage may be blocked in a frame: then a visitor lasts as long as the page. */
function attempt<Result>(act: () => Result): Result | null {
  try {
    return act();
  } catch {
    return null;
  }
}
