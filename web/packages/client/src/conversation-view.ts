// Tells colleagues which conversation the agent looks at, and whether they write in it.

import type { Attention } from './tabs/attention';

/** Writing is believed this long without a repeat (milliseconds). */
export const WRITING_IDLE_MS = 8_000;

/** The browser takes a moment until this tab's own looking has ended for the others. */
const LEAVING_MS = 200;

export interface View {
  conversationId: string;
  looking: boolean;
  writing: boolean;
}

export interface ConversationViewOptions {
  /** What the agent looks at in other tabs, which work over the same line. */
  attention: Attention | null;
  tell(view: View): void;
}

export class ConversationView {
  readonly #options: ConversationViewOptions;
  #view: View | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConversationViewOptions) {
    this.#options = options;
  }

  look(conversationId: string | null, writing: boolean): void {
    clearTimeout(this.#idle);
    const before = this.#view;
    if (before && before.conversationId !== conversationId) this.#leave(before.conversationId);
    this.#view = conversationId === null ? null : { conversationId, looking: true, writing };
    this.#options.attention?.look(conversationId);
    if (conversationId !== null && writing) {
      this.#idle = setTimeout(() => this.look(conversationId, false), WRITING_IDLE_MS);
    }
    const isSame = before?.conversationId === conversationId && before?.writing === writing;
    if (this.#view && !isSame) this.#options.tell(this.#view);
  }

  /** A new line knows nothing of it. */
  tellAgain(): void {
    if (this.#view) this.#options.tell(this.#view);
  }

  forget(): void {
    clearTimeout(this.#idle);
    this.#view = null;
    this.#options.attention?.look(null);
  }

  #leave(conversationId: string): void {
    const gone = { conversationId, looking: false, writing: false };
    const { attention } = this.#options;
    if (!attention) {
      this.#options.tell(gone);
      return;
    }
    attention.look(null);
    // Another tab may look at it still; and the agent may be back meanwhile.
    setTimeout(async () => {
      const isSeen = await attention.isSeen(conversationId);
      if (!isSeen && this.#view?.conversationId !== conversationId) this.#options.tell(gone);
    }, LEAVING_MS);
  }
}
