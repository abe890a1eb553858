// Resumable uploads by Uppy in a real browser: whole, through a line that breaks, after a reload of
// the page, and through a kill of the server.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build, type Rollup } from 'vite';
import { expect, test } from '../harness/browser';
import { cidOf, MIB } from '../harness/content';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { bearer } from '../harness/tus';
import { UploadLine } from '../harness/upload-line';

// Long enough to be interrupted, and the same in the page and here.
const TEXT = 'a line of a log that goes on and on\n'.repeat(Math.ceil((6 * MIB) / 36));

let script = '';
test.beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: join(import.meta.dirname, 'pages/uppy.ts'),
        formats: ['iife'],
        name: 'page',
      },
    },
  });
  const [first] = Array.isArray(built) ? built : [built as Rollup.RollupOutput];
  script = first?.output[0].code ?? '';
});

let server: Server;
let line: UploadLine;
test.beforeEach(async () => {
  server = await Server.start();
  line = await UploadLine.to(server.url);
});
test.afterEach(async () => {
  await line.close();
  await server.dispose();
});

async function start(page: Page, names: string[], maya = someone()): Promise<void> {
  await page.evaluate(script);
  await page.evaluate(
    ([text, names, authorization]) => window.startUppy(text, names, authorization),
    [TEXT, names, bearer(maya).Authorization ?? ''] as const,
  );
}

const told = (page: Page) => page.evaluate(() => window.told);

async function expectAttachments(page: Page, names: string[]): Promise<void> {
  await expect
    .poll(async () => (await told(page)).answers.length, { timeout: 40_000 })
    .toBe(names.length);
  const { answers, failures } = await told(page);
  expect(failures).toEqual([]);
  const found = answers.map((answer) => JSON.parse(answer).data);
  for (const name of names) {
    const bytes = Buffer.from(`${name}\n${TEXT}`);
    const attachment = found.find((one) => one.name === name);
    expect(attachment.cid).toBe(await cidOf(bytes));
    const file = await fetch(`${server.url}/ipfs/${attachment.cid}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  }
}

test('files go up and give their attachments', async ({ open }) => {
  const names = ['one.txt', 'two.log', 'three.txt'];
  const page = await open('/', { at: server });
  await start(page, names);
  await expectAttachments(page, names);
});

test('a line that breaks again and again, and a kill of the server, are got over', async ({
  open,
}) => {
  const page = await open('/', { at: line });
  let cuts = 0;
  const arm = () =>
    line.after(MIB + cuts * 1_000, () => {
      cuts += 1;
      line.cut();
      if (cuts === 3) server.kill().then(() => server.run());
      if (cuts < 6) arm();
    });
  arm();
  await start(page, ['one.txt', 'two.txt']);
  await expectAttachments(page, ['one.txt', 'two.txt']);
  expect(cuts).toBe(6);
});

test('after a reload of the page it goes on where it was', async ({ open }) => {
  const page = await open('/', { at: line });
  const maya = someone();
  const interrupted = new Promise<void>((resolve) => line.after(3 * MIB, resolve));
  await start(page, ['one.txt'], maya);
  await interrupted;
  await expect.poll(async () => (await told(page)).progress).toBeGreaterThan(MIB);
  await page.reload();
  await start(page, ['one.txt'], maya);
  await expectAttachments(page, ['one.txt']);
  const { resumedAt } = await told(page);
  expect(resumedAt[0]).toBeGreaterThan(MIB);
});
