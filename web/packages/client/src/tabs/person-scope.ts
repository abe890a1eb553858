// What one person at one server shares between the tabs of this browser, and with no other
// person: the line, and the messages that were not sent.

import type { OutboxHome } from '../outbox/home';
import type { OutboxStorage } from '../outbox/storage';
import { joinOutbox } from './outbox-peers';
import { TabGroup, type TabsEnvironment } from './tab-group';

export interface PersonScopeOptions {
  url: string;
  /** Null: nobody is signed in, and there is nothing to share. */
  person: string | null;
  /** Null where tabs can't work together. */
  tabs: TabsEnvironment | null;
  /** Makes the storage of an owner's outbox; null where there is none. */
  outboxStorage: (owner: string) => OutboxStorage | null;
}

export class PersonScope {
  /** The tabs of this person; null where each is on its own. */
  readonly group: TabGroup | null;
  readonly #options: PersonScopeOptions;

  constructor(options: PersonScopeOptions) {
    const { url, person, tabs } = options;
    this.#options = options;
    this.group = tabs && person !== null ? new TabGroup(tabs, `${url}|${person}`) : null;
  }

  get person(): string | null {
    return this.#options.person;
  }

  /** @param side tells a person's outboxes apart. */
  outboxHome(side: 'user' | 'agent'): OutboxHome {
    const { url, person, outboxStorage } = this.#options;
    const { group } = this;
    return {
      storage: person === null ? null : outboxStorage(`${url}|${person}|${side}`),
      join: group && ((listener) => joinOutbox(group, side, listener)),
    };
  }

  close(): void {
    this.group?.close();
  }
}
