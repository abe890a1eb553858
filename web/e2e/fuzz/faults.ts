// One interruption of a client's line at a time, each kind at its moment relative to what the
// client sends.
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultyLine } from '../harness/faulty-line';
import { UPGRADE_STAGES } from '../harness/faulty-line';
import type { Variant } from '../harness/wire';
import type { Ledger } from './ledger';
import type { Random } from './random';

/** How often each kind strikes, relative to the others. */
const WEIGHTS = {
  /** The line swallows what is sent, then ends. */
  'before-send': 3,
  /** What is sent arrives; the line swallows the answer, then ends. */
  'before-ack': 5,
  /** The line ends with the first acknowledgement. */
  'after-ack': 3,
  /** The line ends in the middle of what the server sends. */
  'mid-frame': 3,
  /** The line ends at rest. */
  idle: 1,
  /** Nothing arrives any more, and nobody is told. */
  'half-open': 2,
  /** Polling is to become WebSocket, and the line ends on the way. */
  upgrade: 3,
};
export type Fault = keyof typeof WEIGHTS;

/** How long a moment that depends on the client is waited for: it may have nothing to do. */
const MOMENT_MS = 1_000;

/** A client whose line is interrupted. */
export interface Struck {
  readonly name: string;
  readonly setup: { line: FaultyLine; variant: Variant; ledger: Ledger };
  /** Messages that are neither acknowledged nor refused. */
  readonly pending: number;
  until(holds: () => boolean): Promise<void>;
  /** Something may be wrong with the line. False when the client has no way to find out. */
  doubt(): boolean;
}

export interface Strike {
  client: Struck;
  random: Random;
  /** Makes the client write. */
  act: () => void;
}

/** Interrupts the line once; gives the kind. */
export async function strike({ client, random, act }: Strike): Promise<Fault> {
  const { line, variant } = client.setup;
  let fault = random.weighted(WEIGHTS);
  if (fault === 'upgrade' && variant.transport !== 'upgrade') fault = 'before-ack';
  // Drawn before anything that depends on time.
  const [wait, bytes, stage] = [
    random.between(0, 25),
    random.between(1, 600),
    random.pick(UPGRADE_STAGES),
  ];
  const isNoticed = random.chance(0.7);
  const [isWhole, gap, downFor] = [
    random.chance(0.5),
    random.between(50, 400),
    random.between(0, 80),
  ];
  client.setup.ledger.note(client.name, `fault: ${fault}${fault === 'upgrade' ? ` ${stage}` : ''}`);
  switch (fault) {
    case 'before-send':
      line.mute();
      act();
      await pause(wait);
      line.cut();
      break;
    case 'before-ack': {
      line.deafen();
      const forwarded = line.forwarded();
      act();
      await atMost(forwarded);
      await pause(wait);
      line.cut();
      break;
    }
    case 'after-ack': {
      act();
      const before = client.pending;
      await atMost(client.until(() => client.pending < before || before === 0));
      line.cut();
      break;
    }
    case 'mid-frame': {
      const drops = line.drops;
      line.cutAfter(bytes);
      act();
      await pause(wait * 4);
      if (line.drops === drops) line.cut();
      break;
    }
    case 'idle':
      line.cut();
      break;
    case 'half-open':
      line.stall();
      act();
      await pause(gap);
      // The client's own system notices as a rule; otherwise the client has to.
      if (isNoticed || !client.doubt()) line.resetNear();
      break;
    case 'upgrade': {
      const struck = line.cutUpgrade(stage, isWhole);
      line.cut();
      act();
      await atMost(struck);
      line.disarm();
      break;
    }
  }
  if (downFor < 40) {
    line.setDown(true);
    await pause(downFor);
    line.setDown(false);
  }
  return fault;
}

/** Waits for a moment that may never come. */
async function atMost(moment: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const limit = pause(MOMENT_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  await Promise.race([moment, limit]);
  stop.abort();
}
