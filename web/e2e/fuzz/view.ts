// A participant's view of one chat: what has come in by whatever way, shown in the order of `seq`
// and only without a gap.
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../harness/wire';

export class View {
  /** What the participant sees: `seq` 1, 2, 3 … */
  readonly shown: Json[] = [];
  status: 'waiting' | 'active' | 'closed' = 'waiting';
  /** Closed, and everything is there. */
  isComplete = false;
  /** Somebody else has it now (an agent's view). */
  isLeft = false;
  syncing = false;
  private readonly held = new Map<number, Json>();

  constructor(readonly sessionId: string) {}

  /** The last `seq` without a gap before it. */
  get last(): number {
    return this.shown.length;
  }

  get hasGap(): boolean {
    return this.held.size > 0;
  }

  /** Takes a message in; gives what is wrong with it, if anything is. */
  take(message: Json): string | undefined {
    const seq = message.seq as number;
    if (!Number.isInteger(seq) || seq < 1) return `a message has the seq ${seq}`;
    const known = this.shown[seq - 1] ?? this.held.get(seq);
    if (known) {
      if (isDeepStrictEqual(known, message)) return undefined;
      return `seq ${seq} was ${JSON.stringify(known)} and is now ${JSON.stringify(message)}`;
    }
    this.held.set(seq, message);
    for (;;) {
      const next = this.held.get(this.last + 1);
      if (!next) return undefined;
      this.held.delete(this.last + 1);
      this.shown.push(next);
    }
  }

  learn(session: Json): void {
    if (session?.status) this.status = session.status;
  }
}
