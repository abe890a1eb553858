// The same interruptions through the package @frontdesk/client, with pages that are reloaded:
// every message is in the end stored and shown to everyone once and in order, or its writer sees
// that it failed. See disconnect.test.ts for what a seed brings back.
import { expect, test } from 'vitest';
import { runPackage } from './package-run';
import { seedOfRun } from './random';

/** Fewer than of the minimal client: the package waits longer between attempts, as it should. */
const DROPS = Math.ceil(Number(process.env.FUZZ_DROPS ?? 1_000) / 2);

const seed = seedOfRun();

test(`${DROPS} drops under the client package (seed ${seed})`, {
  timeout: 120_000 + DROPS * 600,
}, async () => {
  console.info(`package fuzz: FUZZ_SEED=${seed} (${DROPS} drops)`);
  const report = await runPackage({ seed, drops: DROPS, kills: Math.ceil(DROPS / 150) });
  console.info(`package fuzz: ${JSON.stringify(report)}`);
  expect(report.drops).toBeGreaterThanOrEqual(DROPS);
  expect(report.kills).toBeGreaterThan(0);
  expect(report.stored).toBeGreaterThan(DROPS / 2);
  expect(report.failed).toBeGreaterThan(0);
});
