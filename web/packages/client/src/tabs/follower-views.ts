// Which conversation each of the tabs that are carried for says that it looks at. A tab that ends,
// however it does, says nothing more: what it looked at is taken back for it, unless the person
// looks at the same in another tab.

import { lookingAt } from './attention';
import type { TabGroup } from './tab-group';

/** A browser takes a moment until all that a tab held is free (milliseconds). */
const ENDING_MS = 200;

/** The payload of `view-conversation`, as far as it matters here. */
interface View {
  conversationId: string;
  looking: boolean;
}

export class FollowerViews {
  readonly #group: TabGroup;
  readonly #takeBack: (namespace: string, conversationId: string) => void;
  /** By tab; one looks at one conversation at a time. */
  readonly #views = new Map<string, { namespace: string; conversationId: string }>();

  /** @param takeBack tells the server that nobody here looks at it any more. */
  constructor(group: TabGroup, takeBack: (namespace: string, conversationId: string) => void) {
    this.#group = group;
    this.#takeBack = takeBack;
  }

  /** Hears what a tab asks the server. */
  hear(tab: string, namespace: string, name: string, [payload]: readonly unknown[]): void {
    if (name !== 'view-conversation') return;
    const { conversationId, looking } = payload as View;
    if (looking) this.#views.set(tab, { namespace, conversationId });
    else if (this.#views.get(tab)?.conversationId === conversationId) this.#views.delete(tab);
  }

  /** The tab is no more. */
  ended(tab: string): void {
    const view = this.#views.get(tab);
    this.#views.delete(tab);
    if (!view) return;
    setTimeout(async () => {
      const isSeen = await this.#group.isHeld(lookingAt(view.conversationId));
      if (!isSeen) this.#takeBack(view.namespace, view.conversationId);
    }, ENDING_MS);
  }
}
