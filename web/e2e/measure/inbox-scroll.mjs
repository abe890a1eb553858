// Scrolls the console's inbox and tells how long its frames took.
//
//   node web/e2e/measure/inbox-scroll.mjs URL TOKEN [SECONDS] [SLOW-DOWN]
//
// URL of a running desk, TOKEN of an agent, SECONDS of scrolling (20), SLOW-DOWN of the processor (1).
// A frame's time is from one animation frame to the next; a long task is one over 50 ms.

import { chromium } from '@playwright/test';

const [url, token, seconds = '20', slowDown = '1'] = process.argv.slice(2);
if (!url || !token) {
  console.error('usage: node web/e2e/measure/inbox-scroll.mjs URL TOKEN [SECONDS] [SLOW-DOWN]');
  process.exit(2);
}
/** What one turn of the wheel moves (px), and how often it turns (ms). */
const WHEEL_PX = 300;
const WHEEL_MS = 16;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const devtools = await page.context().newCDPSession(page);
await devtools.send('Emulation.setCPUThrottlingRate', { rate: Number(slowDown) });
await page.goto(`${url}/console/inbox/all#token=${token}`);
const list = page.getByRole('list', { name: 'Conversations' });
await list.getByRole('listitem').first().waitFor();
const box = await list.boundingBox();
await page.mouse.move(box.x + box.width / 2, 500);

await page.evaluate(() => {
  window.measured = { frames: [], tasks: [] };
  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) window.measured.tasks.push(duration);
  }).observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (now) => {
    window.measured.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
const until = Date.now() + Number(seconds) * 1000;
while (Date.now() < until) {
  await page.mouse.wheel(0, WHEEL_PX);
  await page.waitForTimeout(WHEEL_MS);
}
const { frames, tasks } = await page.evaluate(() => window.measured);
const reached = await list.getByRole('listitem').last().getAttribute('aria-posinset');
await browser.close();

frames.sort((one, other) => one - other);
const at = (share) => frames[Math.floor(share * (frames.length - 1))].toFixed(1);
console.log(`rows reached: ${reached}`);
console.log(`frames: ${frames.length}, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
console.log(`frames over 50 ms: ${frames.filter((ms) => ms > 50).length}`);
console.log(`long tasks: ${tasks.length}, longest ${Math.max(0, ...tasks).toFixed(0)} ms`);
