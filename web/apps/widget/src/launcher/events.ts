/** Who listens to what the widget tells. */
import type { EventListener, EventName, WidgetEvents } from './types';

type AnyListener = EventListener<EventName>;

export class Events {
  readonly #listeners = new Map<EventName, Set<AnyListener>>();

  on(name: EventName, listener: AnyListener): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
  }

  off(name: EventName, listener: AnyListener): void {
    this.#listeners.get(name)?.delete(listener);
  }

  /** One listener's failure is its own: it is reported, and the others hear all the same. */
  tell<Name extends EventName>(name: Name, detail: WidgetEvents[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  }
}
