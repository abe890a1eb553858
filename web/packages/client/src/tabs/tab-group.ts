// The tabs of one person at one server in this browser: what they tell one another, and how
// they agree on who does what. Where the browser lacks the means, there is no group.

import { randomId } from '../ids';

/** The part of a BroadcastChannel that is used. */
export interface Bus {
  postMessage(message: unknown): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  close(): void;
}

/** What a browser gives to its tabs: Web Locks and BroadcastChannel. */
export interface TabsEnvironment {
  readonly locks: Pick<LockManager, 'request' | 'query'>;
  openBus(name: string): Bus;
}

/** What this browser has; null where tabs can't work together. */
export function browserTabs(): TabsEnvironment | null {
  const locks = globalThis.navigator?.locks;
  // Some servers have the means as well, but no tabs: what is opened there would never end.
  if (!globalThis.document || !locks || typeof BroadcastChannel !== 'function') return null;
  return { locks, openBus: (name) => new BroadcastChannel(name) as Bus };
}

/** How long a claim is remembered (milliseconds); timers of hidden pages may be a minute late. */
const CLAIM_MS = 90_000;

interface Envelope {
  topic: string;
  from: string;
  /** The one tab that is meant; all others when it is missing. */
  to?: string;
  body: unknown;
}

type Handler = (body: never, from: string) => void;

export class TabGroup {
  /** This tab's name within the group, new with every page. */
  readonly tab = randomId();
  readonly #environment: TabsEnvironment;
  readonly #name: string;
  readonly #bus: Bus;
  readonly #handlers = new Map<string, Set<Handler>>();
  /** Ends this tab's locks. */
  readonly #closing = new AbortController();

  /** A group of these tabs, or null where the browser refuses them a common bus. */
  static open(environment: TabsEnvironment, name: string): TabGroup | null {
    try {
      return new TabGroup(environment, name);
    } catch {
      return null;
    }
  }

  /** @param name the same for those who share: the server and the person. */
  constructor(environment: TabsEnvironment, name: string) {
    this.#environment = environment;
    this.#name = `frontdesk:${name}`;
    this.#bus = environment.openBus(this.#name);
    this.#bus.onmessage = ({ data }) => this.#receive(data as Envelope);
    // As long as it is held, the others know that this tab lives.
    this.hold(`tab:${this.tab}`, 'exclusive');
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  get locks(): TabsEnvironment['locks'] {
    return this.#environment.locks;
  }

  /** A lock's full name: another group's never meet it. */
  lockName(name: string): string {
    return `${this.#name}:${name}`;
  }

  /** Tells all other tabs, or one of them, in order. */
  post(topic: string, body: unknown, to?: string): void {
    if (this.isClosed) return;
    this.#bus.postMessage({ topic, from: this.tab, to, body } satisfies Envelope);
  }

  on<Body>(topic: string, handler: (body: Body, from: string) => void): () => void {
    const handlers = this.#handlers.get(topic) ?? new Set();
    handlers.add(handler as Handler);
    this.#handlers.set(topic, handlers);
    return () => void handlers.delete(handler as Handler);
  }

  /** Calls back when a tab is no more, however it ended. */
  onEnd(tab: string, handler: () => void): void {
    this.locks
      .request(this.lockName(`tab:${tab}`), { signal: this.#closing.signal }, () => handler())
      .catch(() => {});
  }

  /** Holds a lock until the returned function is called or this tab ends. */
  hold(name: string, mode: LockMode): () => void {
    const giveUp = new AbortController();
    const ended = new Promise<void>((resolve) => {
      for (const { signal } of [giveUp, this.#closing]) {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      }
    });
    this.locks
      .request(this.lockName(name), { mode, signal: giveUp.signal }, () => ended)
      .catch(() => {});
    return () => giveUp.abort();
  }

  /** Whether any tab, this one included, holds a lock; false where the browser doesn't say. */
  async isHeld(name: string): Promise<boolean> {
    const { held = [] } = await this.locks.query().catch(() => ({ held: [] as LockInfo[] }));
    return held.some((lock) => lock.name === this.lockName(name));
  }

  /**
   * Whether this tab is the first to ask for a matter: true in exactly one of all tabs, and in
   * each where they can't agree.
   */
  claim(matter: string): Promise<boolean> {
    return new Promise((resolve) => {
      const held = (lock: Lock | null) => {
        resolve(lock !== null);
        // Long enough for the slowest of the others to come too late.
        return lock && new Promise<void>((end) => setTimeout(end, CLAIM_MS));
      };
      this.locks
        .request(this.lockName(`claim:${matter}`), { ifAvailable: true }, held)
        .catch(() => resolve(true));
    });
  }

  close(): void {
    if (this.isClosed) return;
    this.#closing.abort();
    this.#bus.onmessage = null;
    this.#bus.close();
  }

  #receive({ topic, from, to, body }: Envelope): void {
    if (this.isClosed || (to !== undefined && to !== this.tab)) return;
    for (const handler of [...(this.#handlers.get(topic) ?? [])]) handler(body as never, from);
  }
}
