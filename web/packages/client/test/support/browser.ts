// A browser in memory: tabs that share Web Locks and buses. A tab can be frozen (it keeps its
// locks, and hears nothing until it thaws) or crash (its locks are free, nothing is said).

import type { Bus, TabsEnvironment } from '../../src/tabs/tab-group';

interface Request {
  name: string;
  mode: LockMode;
  tab: TestTab;
  grant(): void;
  steal(): void;
}

export class TestBrowser {
  readonly tabs: TestTab[] = [];
  /** Refuses every lock, as where its storage is blocked. */
  refusesLocks = false;
  /** Asked for so far, refused ones too. */
  requests = 0;
  readonly #held: Request[] = [];
  #queue: Request[] = [];

  open(): TestTab {
    const tab = new TestTab(this);
    this.tabs.push(tab);
    return tab;
  }

  get held(): readonly Request[] {
    return this.#held;
  }

  request(request: Request, how: { steal?: boolean; ifAvailable?: boolean }): boolean {
    if (how.steal) {
      for (const other of this.#held.filter(({ name }) => name === request.name)) {
        this.#held.splice(this.#held.indexOf(other), 1);
        other.steal();
      }
      this.#grant(request);
      return true;
    }
    if (how.ifAvailable && !this.#isFree(request)) return false;
    this.#queue.push(request);
    this.#advance();
    return true;
  }

  leave(request: Request): void {
    this.#queue = this.#queue.filter((other) => other !== request);
    const at = this.#held.indexOf(request);
    if (at >= 0) this.#held.splice(at, 1);
    this.#advance();
  }

  /** All locks of a tab are free. */
  release(tab: TestTab): void {
    for (const request of [...this.#queue, ...this.#held]) {
      if (request.tab === tab) this.leave(request);
    }
  }

  #advance(): void {
    for (const request of [...this.#queue]) {
      if (!this.#isFree(request)) continue;
      this.#queue = this.#queue.filter((other) => other !== request);
      this.#grant(request);
    }
  }

  #isFree({ name, mode }: Request): boolean {
    return this.#held.every(
      (held) => held.name !== name || (held.mode === 'shared' && mode === 'shared'),
    );
  }

  #grant(request: Request): void {
    this.#held.push(request);
    queueMicrotask(() => request.grant());
  }
}

export class TestTab implements TabsEnvironment {
  readonly #browser: TestBrowser;
  readonly #buses = new Set<TestBus>();
  #isFrozen = false;
  #missed: (() => void)[] = [];

  constructor(browser: TestBrowser) {
    this.#browser = browser;
  }

  readonly locks = {
    request: (name: string, ...rest: unknown[]) => this.#request(name, rest),
    query: async () => {
      if (this.#browser.refusesLocks) throw refusal();
      return { held: this.#browser.held.map(({ name, mode }) => ({ name, mode })), pending: [] };
    },
  } as unknown as TabsEnvironment['locks'];

  openBus(name: string): Bus {
    const bus = new TestBus(name, this);
    this.#buses.add(bus);
    return bus;
  }

  /** Gives a message to every open bus of that name, but the sender's. */
  send(from: TestBus, message: unknown): void {
    if (this.#isFrozen) return;
    for (const tab of this.#browser.tabs) {
      for (const bus of tab.#buses) {
        if (bus === from || bus.name !== from.name) continue;
        const copy = structuredClone(message);
        tab.#later(() => bus.onmessage?.({ data: copy }));
      }
    }
  }

  forget(bus: TestBus): void {
    this.#buses.delete(bus);
  }

  /** Does nothing any more, and keeps its locks. */
  freeze(): void {
    this.#isFrozen = true;
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const task of this.#missed.splice(0)) queueMicrotask(task);
  }

  /** Is gone, without a word. */
  crash(): void {
    this.freeze();
    this.#buses.clear();
    this.#missed = [];
    this.#browser.release(this);
  }

  #later(task: () => void): void {
    if (this.#isFrozen) this.#missed.push(task);
    else queueMicrotask(task);
  }

  #request(name: string, rest: unknown[]): Promise<unknown> {
    this.#browser.requests += 1;
    if (this.#browser.refusesLocks) return Promise.reject(refusal());
    const work = rest.at(-1) as (lock: object | null) => unknown;
    const how = (rest.length > 1 ? rest[0] : {}) as LockOptions;
    return new Promise((resolve, reject) => {
      const request: Request = {
        name,
        mode: how.mode ?? 'exclusive',
        tab: this,
        grant: () =>
          this.#later(() => {
            how.signal?.removeEventListener('abort', onAbort);
            Promise.resolve(work({ name }))
              .then(resolve, reject)
              .finally(() => this.#browser.leave(request));
          }),
        steal: () => this.#later(() => reject(new DOMException('stolen', 'AbortError'))),
      };
      const onAbort = () => {
        this.#browser.leave(request);
        reject(new DOMException('aborted', 'AbortError'));
      };
      if (how.signal?.aborted) {
        onAbort();
        return;
      }
      how.signal?.addEventListener('abort', onAbort);
      if (!this.#browser.request(request, how)) {
        Promise.resolve(work(null)).then(resolve, reject);
      }
    });
  }
}

const refusal = () => new DOMException('denied in this context', 'SecurityError');

class TestBus implements Bus {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly name: string;
  readonly #tab: TestTab;

  constructor(name: string, tab: TestTab) {
    this.name = name;
    this.#tab = tab;
  }

  postMessage(message: unknown): void {
    this.#tab.send(this, message);
  }

  close(): void {
    this.#tab.forget(this);
  }
}
