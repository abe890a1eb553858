// What the person looks at, in whichever tab, and who of the tabs may ask for attention: one
// sound and one desktop notification are enough.

import { isPageVisible } from '../page-life';
import type { TabGroup } from './tab-group';

const VISIBLE = 'visible';

export class Attention {
  #group: TabGroup | null = null;
  #conversation: string | null = null;
  #release: () => void = () => {};
  readonly #stopListening: () => void;

  constructor() {
    const { document } = globalThis;
    const onChange = () => this.#hold();
    document?.addEventListener('visibilitychange', onChange);
    this.#stopListening = () => document?.removeEventListener('visibilitychange', onChange);
  }

  /** Shares with these tabs from now on; with none when it is null. */
  enter(group: TabGroup | null): void {
    this.#release();
    this.#group = group;
    this.#hold();
  }

  /** The conversation that this tab shows; null for none. */
  look(conversationId: string | null): void {
    if (this.#conversation === conversationId) return;
    this.#conversation = conversationId;
    this.#hold();
  }

  /** Whether the person looks at this conversation in any tab. */
  async isSeen(conversationId: string): Promise<boolean> {
    if (isPageVisible() && this.#conversation === conversationId) return true;
    return (await this.#group?.isHeld(lookingAt(conversationId))) ?? false;
  }

  /** Whether the person looks at any tab. */
  async isAnyVisible(): Promise<boolean> {
    if (isPageVisible()) return true;
    return (await this.#group?.isHeld(VISIBLE)) ?? false;
  }

  /** Whether this tab, of all, is the one to ask for attention in this matter. */
  async claim(matter: string): Promise<boolean> {
    return (await this.#group?.claim(matter)) ?? true;
  }

  close(): void {
    this.#stopListening();
    this.#release();
    this.#group = null;
  }

  #hold(): void {
    this.#release();
    this.#release = () => {};
    const group = this.#group;
    if (!group || !isPageVisible()) return;
    const names = [VISIBLE, ...(this.#conversation ? [lookingAt(this.#conversation)] : [])];
    const releases = names.map((name) => group.hold(name, 'shared'));
    this.#release = () => {
      for (const release of releases) release();
    };
  }
}

/** The lock that those tabs hold which show a conversation to the person. */
export function lookingAt(conversationId: string): string {
  return `looking:${conversationId}`;
}
