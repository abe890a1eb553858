// Many customers and agents over lines that break a thousand times, and a server that is killed:
// every message that was acknowledged is at every participant exactly once and in order, and none
// that was refused is anywhere.
//
// Every decision comes from one number, which is printed; what the machine does in between is not
// ours to decide, so a seed brings back the same people, messages and faults, but not the same
// race to the microsecond. FUZZ_SEED=<n> and FUZZ_DROPS=<n> run it again, or longer.
import { expect, test } from 'vitest';
import { seedOfRun } from './random';
import { run } from './run';
import { BAD_SEEDS } from './seeds';

const DROPS = Number(process.env.FUZZ_DROPS ?? 1_000);
const DROPS_OF_BAD_SEEDS = 150;

const seed = seedOfRun();

test(`${DROPS} drops lose, double and reorder nothing (seed ${seed})`, {
  timeout: 60_000 + DROPS * 300,
}, async () => {
  console.info(`disconnect fuzz: FUZZ_SEED=${seed} FUZZ_DROPS=${DROPS}`);
  const report = await run({ seed, drops: DROPS, kills: Math.ceil(DROPS / 200) });
  console.info(`disconnect fuzz: ${JSON.stringify(report)}`);
  expect(report.drops).toBeGreaterThanOrEqual(DROPS);
  expect(report.kills).toBeGreaterThan(0);
  expect(report.acked).toBeGreaterThan(DROPS / 2);
  expect(report.refused).toBeGreaterThan(0);
});

test.each(BAD_SEEDS)('seed $seed, which has found: $found', { timeout: 120_000 }, async (bad) => {
  const report = await run({ seed: bad.seed, drops: DROPS_OF_BAD_SEEDS, kills: 1 });
  expect(report.drops).toBeGreaterThanOrEqual(DROPS_OF_BAD_SEEDS);
});
