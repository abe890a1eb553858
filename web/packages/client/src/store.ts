// The observable that every stateful member is built on: the two methods that React's
// useSyncExternalStore asks for, and an immutable snapshot behind them.

/** Called after the snapshot has changed. */
export type Listener = () => void;

/** What a view needs to follow a state. */
export interface Observable<Snapshot> {
  /** Calls `listener` after every change until the returned function is called. */
  readonly subscribe: (listener: Listener) => () => void;
  /** The present state: the same object until it changes, never mutated. */
  readonly getSnapshot: () => Snapshot;
}

/** A holder of one immutable snapshot. */
export class Store<Snapshot extends object> implements Observable<Snapshot> {
  #snapshot: Snapshot;
  readonly #listeners = new Set<Listener>();

  constructor(initial: Snapshot) {
    this.#snapshot = initial;
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    // A wrapper, so that the same function subscribed twice is told twice.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  };

  readonly getSnapshot = (): Snapshot => this.#snapshot;

  /** Replaces the given members; listeners hear of it only if one really changed. */
  protected update(change: Partial<Snapshot>): void {
    const names = Object.keys(change) as (keyof Snapshot)[];
    if (names.every((name) => Object.is(this.#snapshot[name], change[name]))) return;
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}
