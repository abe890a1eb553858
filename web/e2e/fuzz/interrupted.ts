// What every run of the disconnect fuzz has in common, whichever client is tried: lines that break
// until there were enough of it, a server that is killed in between, and the record of both.
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultyLine } from '../harness/faulty-line';
import type { Server } from '../harness/server';
import type { Fault } from './faults';
import { Ledger } from './ledger';
import { Random } from './random';

/** So that no offer or drop holds a run up, and nobody is ever full. */
export const SETTINGS = {
  AGENT_GRACE_SECONDS: '2',
  OFFER_SECONDS: '1',
  AGENT_CAPACITY: '100',
};

export interface Plan {
  seed: number;
  drops: number;
  kills: number;
}

/** A client on a line of its own. */
export interface Participant {
  readonly name: string;
  readonly setup: { readonly line: FaultyLine };
  close(): void;
}

export type FaultCounts = Partial<Record<Fault | 'kill' | 'reload', number>>;

export abstract class InterruptedRun<One extends Participant> {
  protected readonly ledger = new Ledger();
  protected readonly faults: FaultCounts = {};
  protected kills = 0;
  /** Connections that ended with the server. */
  private killed = 0;
  private said = 0;

  constructor(
    protected readonly plan: Plan,
    protected readonly server: Server,
  ) {}

  protected abstract get participants(): readonly One[];

  async close(): Promise<void> {
    for (const one of this.participants) one.close();
    await Promise.all(this.participants.map(({ setup }) => setup.line.close()));
  }

  /** Connections that were ended unasked, by a line or with the server. */
  protected get drops(): number {
    return this.participants.reduce((sum, { setup }) => sum + setup.line.drops, this.killed);
  }

  protected get isOver(): boolean {
    return this.drops >= this.plan.drops || this.ledger.problems.length > 0;
  }

  /** The number of the next message, over all. */
  protected nextNumber(): number {
    this.said += 1;
    return this.said;
  }

  protected count(fault: Fault | 'kill' | 'reload', drops: number): void {
    this.faults[fault] = (this.faults[fault] ?? 0) + drops;
  }

  /** Kills the server at random points of the run, and starts it again on the same data. */
  protected async killNowAndThen(): Promise<void> {
    const random = new Random(this.plan.seed, 'the server');
    const points = Array.from({ length: this.plan.kills }, () => random.next() * this.plan.drops);
    for (const point of points.sort((one, other) => one - other)) {
      const afterwards = random.between(0, 100);
      while (this.drops < point && !this.isOver) await pause(5);
      if (this.isOver) return;
      await pause(afterwards);
      const hit = this.participants.filter(({ setup }) => setup.line.inUse).length;
      for (const { name } of this.participants) this.ledger.note(name, 'the server is killed');
      await this.server.kill();
      this.killed += hit;
      this.kills += 1;
      this.count('kill', hit);
      await this.server.run();
    }
  }

  /** From now on the line holds. */
  protected calm({ setup: { line } }: One): void {
    line.disarm();
    line.bury();
    line.setDown(false);
  }

  /** Complains of each that is not quiet in time, by what it has still to send. */
  protected async comeToRest(
    within: number,
    quiet: (one: One) => Promise<void>,
    unsent: (one: One) => string | undefined,
  ): Promise<void> {
    const limit = pause(within, 'late' as const, { ref: false });
    for (const one of this.participants) {
      if ((await Promise.race([quiet(one), limit])) !== 'late') continue;
      this.ledger.complain(`${one.name} does not come to rest`, unsent(one), [one.name]);
    }
  }

  protected failOnProblems(): void {
    const { problems } = this.ledger;
    if (problems.length === 0) return;
    const first = problems.slice(0, 5).join('\n');
    throw new Error(`seed ${this.plan.seed}: ${problems.length} problems\n${first}`);
  }

  protected get summary() {
    return {
      drops: this.drops,
      kills: this.kills,
      faults: this.faults,
      composed: this.ledger.sent.length,
      seconds: Math.round(this.ledger.now() / 1000),
    };
  }
}
