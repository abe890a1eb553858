// One tab of a group leads in some matter. The lock of the leader says who; when its tab ends,
// the next in the queue leads. A tab that the browser has frozen still holds its lock: it gives
// up before that, where the browser says so, and otherwise a tab that is looked at notices the
// silence and takes over. Where the browser refuses its locks (its storage is blocked, or the page
// stands in a sandbox), tabs can't agree: each leads, for itself alone.

import { isPageVisible, onPageSleep, onPageWake } from '../page-life';
import type { TabGroup } from './tab-group';

/** How often a tab that is looked at asks whether the leader lives (milliseconds). */
export const LEADER_PING_MS = 5_000;
/** A leader that has not answered for so long is replaced. */
export const LEADER_SILENCE_MS = 4_000;

export interface LeadershipHandlers {
  /** @param isAlone whether other tabs may lead as well: this one must do without them. */
  onLead(isAlone: boolean): void;
  /** This tab leads no longer, whether it gave up or was replaced. */
  onLose(): void;
}

type Message = 'ping' | 'pong' | 'lead';

export class Leadership {
  readonly #group: TabGroup;
  readonly #name: string;
  readonly #handlers: LeadershipHandlers;
  readonly #stops: (() => void)[];
  #isLeader = false;
  #isWanted = true;
  /** Gives the lock back, or leaves its queue. */
  #release: () => void = () => {};
  #pinging: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  /** Takes part from now on. */
  constructor(group: TabGroup, name: string, handlers: LeadershipHandlers) {
    this.#group = group;
    this.#name = name;
    this.#handlers = handlers;
    this.#stops = [
      group.on<Message>(this.#topic, (message, from) => this.#hear(message, from)),
      onPageSleep(() => this.#giveUp()),
      onPageWake(() => {
        if (!this.#isWanted) this.#apply();
        else this.suspect();
      }),
    ];
    this.#pinging = setInterval(() => this.suspect(), LEADER_PING_MS);
    this.#apply();
    this.suspect();
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /** The leader may be dead: asks it, and takes its place when it does not answer. */
  suspect(): void {
    if (this.#isLeader || !this.#isWanted || this.#silence !== undefined || !isPageVisible())
      return;
    this.#group.post(this.#topic, 'ping' satisfies Message);
    this.#silence = setTimeout(() => {
      this.#silence = undefined;
      if (!this.#isLeader && this.#isWanted && isPageVisible()) this.#apply({ steal: true });
    }, LEADER_SILENCE_MS);
  }

  /** Takes part no longer. */
  close(): void {
    clearInterval(this.#pinging);
    for (const stop of this.#stops) stop();
    this.#giveUp();
  }

  get #topic(): string {
    return `lead:${this.#name}`;
  }

  #apply(options: { steal?: true } = {}): void {
    this.#release();
    this.#isWanted = true;
    const leaving = new AbortController();
    const ended = new Promise<void>((resolve) => {
      leaving.signal.addEventListener('abort', () => resolve());
    });
    this.#release = () => leaving.abort();
    // A lock that is stolen can't be waited for, so there is no signal to end the waiting.
    const how = options.steal ? { steal: true } : { signal: leaving.signal };
    this.#group.locks
      .request(this.#group.lockName(this.#topic), how, async () => {
        if (leaving.signal.aborted) return;
        this.#lead();
        await ended;
      })
      .catch((error: unknown) => {
        if (leaving.signal.aborted) return; // This tab has let go by itself.
        // Whoever asks again is refused again, at once and for ever.
        if (!isReplaced(error)) {
          if (!this.#isLeader) this.#lead({ isAlone: true });
          return;
        }
        this.#lose();
        this.#apply();
      });
  }

  #giveUp(): void {
    this.#isWanted = false;
    this.#heardOfLeader();
    const wasLeader = this.#isLeader;
    this.#isLeader = false;
    // The line first, then the lock: the next one finds the way free.
    if (wasLeader) this.#handlers.onLose();
    this.#release();
  }

  #lead({ isAlone = false } = {}): void {
    this.#isLeader = true;
    this.#heardOfLeader();
    if (!isAlone) this.#group.post(this.#topic, 'lead' satisfies Message);
    this.#handlers.onLead(isAlone);
  }

  #lose(): void {
    if (!this.#isLeader) return;
    this.#isLeader = false;
    this.#handlers.onLose();
  }

  #hear(message: Message, from: string): void {
    if (message !== 'ping') this.#heardOfLeader();
    else if (this.#isLeader) this.#group.post(this.#topic, 'pong' satisfies Message, from);
  }

  #heardOfLeader(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }
}

/** A lock that was stolen ends with this error (Web Locks API, §2.2); every other one is a refusal. */
function isReplaced(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'AbortError';
}
