#!/usr/bin/env node
// How quick the pages are on a slow machine: headless Chromium with its CPU slowed down through the
// DevTools protocol, against a server of its own with the demo's data. Prints a table, as it may stand
// in docs/PERFORMANCE.md; fails where a target is missed.
//
//   make build && node web/bench/pages.mjs [--cpu 4] [--rounds 5] [--messages 5000]
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { io } from 'socket.io-client';

const { values } = parseArgs({
  options: {
    cpu: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '5000' },
  },
});
const SLOWDOWN = Number(values.cpu);
const ROUNDS = Number(values.rounds);
const MESSAGES = Number(values.messages);
/** Keys that are typed; the first few warm up and don't count. */
const KEYS = 60;
const WARM_UP = 5;
/** The figures to reach (milliseconds). */
const TARGETS = { article: 1_000, console: 2_500, key: 50 };

const SECRET = 'a secret for measuring that is long enough to be accepted';
const BINARY =
  process.env.FRONTDESK_BIN ?? join(import.meta.dirname, '../../target/release/frontdesk');

const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

function token(claims) {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ exp, ...claims })}`;
  return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
}

async function startServer() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  const dataDir = await mkdtemp(join(tmpdir(), 'frontdesk-pages-'));
  const child = spawn(BINARY, ['serve', '--demo'], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      JWT_SECRET: SECRET,
      RATE_LIMITS: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line);
        if (line.includes('listening on http://')) resolve();
      });
    }
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the server ended:\n${output.join('\n')}`)));
  });
  const stop = async () => {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** A chat that an agent holds, with so many messages of both. */
async function longChat(url, user, agent) {
  const options = (claims) => ({
    auth: { token: token(claims) },
    transports: ['websocket'],
    forceNew: true,
  });
  const customer = io(`${url}/chat/user`, options(user));
  const staff = io(`${url}/chat/agent`, options(agent));
  const ask = async (socket, event, payload) => {
    const answer = await socket.timeout(60_000).emitWithAck(event, payload);
    if (answer.success === false) throw new Error(`${event}: ${answer.error}`);
    return answer;
  };
  await Promise.all([customer, staff].map((socket) => once(socket, 'connect')));
  await ask(staff, 'set-status', { status: 'available' }).catch(() => {});
  const { sessionId } = await ask(customer, 'initiate-chat', { topic: 'A long one' });
  await ask(staff, 'accept-session', { sessionId });
  for (let sent = 0; sent < MESSAGES; sent += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, MESSAGES - sent) }, (_, at) => {
        const socket = (sent + at) % 3 === 0 ? staff : customer;
        const content = `Message ${sent + at + 1}: the brakes squeal when it rains, and only then.`;
        return ask(socket, 'chat-message', { sessionId, content, clientId: `m-${sent + at}` });
      }),
    );
  }
  customer.close();
  staff.close();
  return sessionId;
}

/** Does something with a page of a new profile whose CPU is slowed down. */
async function withSlowPage(browser, run) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    return await run(page);
  } finally {
    await context.close();
  }
}

/** Milliseconds from the start of the navigation until the frame is painted that shows it. */
async function paintedAfter(page, selector) {
  await page.waitForSelector(selector);
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      }),
  );
}

/** When the words of an article were first painted, and when the app stands in their place. */
async function measureArticle(browser, url) {
  return withSlowPage(browser, async (page) => {
    await page.goto(`${url}/help/reset-your-password`, { waitUntil: 'commit' });
    const app = await paintedAfter(page, 'main h1[data-page-title]');
    const readable = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0].startTime,
    );
    return { readable, app };
  });
}

/** When the agents' console shows its list and takes a command. */
async function measureConsole(browser, url, agent) {
  return withSlowPage(browser, async (page) => {
    await page.goto(`${url}/console#token=${token(agent)}`, { waitUntil: 'commit' });
    return paintedAfter(page, 'main li a, main [role="listitem"] a, main [role="option"]');
  });
}

/** The time from a key until the frame that shows it is painted, of each key. */
async function measureKeys(browser, path, claims, lastMessage) {
  return withSlowPage(browser, async (page) => {
    await page.goto(`${path}#token=${token(claims)}`);
    await page.getByText(lastMessage, { exact: false }).last().waitFor({ timeout: 120_000 });
    const field = page.getByRole('textbox', { name: /^Message/ });
    await field.waitFor();
    await field.focus();
    await page.evaluate(() => {
      window.keys = [];
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => window.keys.push(performance.now() - timeStamp);
            port2.postMessage(null);
          });
        },
        true,
      );
    });
    const text = 'the quick brown fox jumps over the lazy dog and writes on and on';
    for (let at = 0; at < KEYS + WARM_UP; at += 1) {
      await page.keyboard.press(text[at % text.length] === ' ' ? 'Space' : text[at % text.length]);
      await page.waitForFunction((count) => window.keys.length >= count, at + 1);
    }
    const keys = await page.evaluate(() => window.keys);
    await field.fill('');
    return keys.slice(WARM_UP);
  });
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const worst = (numbers) => Math.max(...numbers);
const ms = (value) => `${Math.round(value)} ms`;

async function repeat(measure) {
  const results = [];
  for (let round = 0; round < ROUNDS; round += 1) results.push(await measure());
  return results;
}

const customer = { sub: 'long-reader', name: 'Lena Long', role: 'user' };
const agent = { sub: 'long-writer', name: 'Ada Agent', role: 'agent' };
const server = await startServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const rows = [];
const add = (what, target, values) => rows.push({ what, target, values });
try {
  const { url } = server;
  // What a first request costs the server is not the page's.
  await fetch(`${url}/help/reset-your-password`);
  const articles = await repeat(() => measureArticle(browser, url));
  add(
    'article readable',
    TARGETS.article,
    articles.map(({ readable }) => readable),
  );
  add(
    '… and the app in its place',
    null,
    articles.map(({ app }) => app),
  );
  add('console usable', TARGETS.console, await repeat(() => measureConsole(browser, url, agent)));
  const session = await longChat(url, customer, agent);
  const last = `Message ${MESSAGES}:`;
  const inPortal = await measureKeys(browser, `${url}/chat`, customer, last);
  add(`a key in the portal’s chat of ${MESSAGES} messages`, TARGETS.key, inPortal);
  const inConsole = await measureKeys(browser, `${url}/console/chats/${session}`, agent, last);
  add(`a key in the console’s chat of ${MESSAGES} messages`, TARGETS.key, inConsole);
} finally {
  await browser.close();
  await server.stop();
}
console.log(`| at ${SLOWDOWN}× CPU slow-down | median | worst | target |`);
console.log('| --- | --- | --- | --- |');
let hasMissed = false;
for (const { what, target, values } of rows) {
  hasMissed ||= target !== null && worst(values) > target;
  const goal = target === null ? '' : `< ${ms(target)}`;
  console.log(`| ${what} | ${ms(median(values))} | ${ms(worst(values))} | ${goal} |`);
}
if (hasMissed) process.exitCode = 1;
