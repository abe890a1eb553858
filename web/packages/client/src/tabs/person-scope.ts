// What one person at one server shares between the tabs of this browser, and with no other person.

import { TabGroup, type TabsEnvironment } from './tab-group';

export class PersonScope {
  /** Null: nobody is signed in, and there is nothing to share. */
  readonly person: string | null;
  /** The tabs of this person; null where each is on its own. */
  readonly group: TabGroup | null;

  /** @param tabs null where tabs can't work together. */
  constructor(url: string, person: string | null, tabs: TabsEnvironment | null) {
    this.person = person;
    this.group = tabs && person !== null ? TabGroup.open(tabs, `${url}|${person}`) : null;
  }

  close(): void {
    this.group?.close();
  }
}
