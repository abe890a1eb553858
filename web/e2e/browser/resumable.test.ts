// Large files: they go in parts, and nothing that interrupts them costs what has arrived.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { type Chosen, chosen, fileRow, slowFrom } from '../harness/attach';
import { expect, type Open, test } from '../harness/browser';
import { MIB, PNG, textOf } from '../harness/content';
import { customerField, customerLog, startChat } from '../harness/pages';
import { someone } from '../harness/people';

const LOG = textOf(6 * MIB);
const log = (name = 'trip.log') => chosen(name, 'text/plain', LOG);

async function chat(open: Open): Promise<Page> {
  const page = await open('/chat', { as: someone() });
  await startChat(page, 'Hello');
  return page;
}

async function choose(page: Page, ...files: Chosen[]): Promise<void> {
  await page.getByTestId('file-input').setInputFiles(files);
}

/** What is attached is the file, whole. */
async function expectSent(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await customerField(page).press('Enter');
  const link = customerLog(page).getByRole('link', { name });
  await expect(link).toBeVisible();
  const served = await page.request.get((await link.getAttribute('href')) ?? '');
  expect((await served.body()).equals(bytes)).toBe(true);
}

test('several large files go at the same time, each with its own progress', async ({ open }) => {
  const page = await chat(open);
  const line = await slowFrom(page, MIB);
  await choose(page, ...['1.log', '2.log', '3.log', '4.log'].map(log));
  for (const name of ['1.log', '2.log', '3.log']) {
    await expect(fileRow(page, name)).toContainText(/1(\.\d)? MB of 6 MB/);
  }
  await expect(fileRow(page, '4.log')).toContainText('Waiting for its turn');
  await expect(
    page.getByRole('status').getByText(/^Uploading 4 files, \d+ percent$/),
  ).toBeAttached();
  await line.letGo();
  await expect(page.getByRole('status').getByText('4 files attached')).toBeAttached();
});

test('an upload is paused and goes on, and arrives whole', async ({ open }) => {
  const page = await chat(open);
  const line = await slowFrom(page, 2 * MIB);
  await choose(page, log());
  await expect(fileRow(page, 'trip.log')).toContainText(/2(\.\d)? MB of 6 MB/);
  await page.getByRole('button', { name: 'Pause trip.log' }).click();
  await expect(fileRow(page, 'trip.log')).toContainText(/Paused at \d+%/);
  await line.letGo();
  await page.getByRole('button', { name: 'Resume trip.log' }).click();
  await expect(page.getByRole('status').getByText('1 file attached')).toBeAttached();
  await expectSent(page, 'trip.log', LOG);
});

test('a message is held until its files are up, then it goes by itself', async ({ open }) => {
  const page = await chat(open);
  const line = await slowFrom(page, MIB);
  await choose(page, log());
  await customerField(page).fill('Here is the log');
  await customerField(page).press('Enter');
  await expect(page.getByText('Goes when its files are up')).toBeVisible();
  await expect(customerLog(page).getByText('Here is the log')).toHaveCount(0);
  await line.letGo();
  await expect(customerLog(page).getByText('Here is the log')).toBeVisible();
  await expect(customerLog(page).getByRole('link', { name: /trip\.log/ })).toBeVisible();
  await expect(customerField(page)).toHaveValue('');
});

test('a reload in the middle costs nothing: the upload goes on by itself', async ({ open }) => {
  const page = await chat(open);
  const line = await slowFrom(page, 2 * MIB);
  await choose(page, log());
  await expect(fileRow(page, 'trip.log')).toContainText(/2(\.\d)? MB of 6 MB/);
  await kept(page, 2 * MIB);
  const parts: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') parts.push(Number(request.headers()['upload-offset']));
  });
  await line.letGo();
  await page.reload();
  await expect(page.getByRole('status').getByText('1 file attached')).toBeAttached();
  expect(Math.min(...parts)).toBeGreaterThanOrEqual(2 * MIB);
  await expectSent(page, 'trip.log', LOG);
});

test('a file that the browser could not keep is chosen again, and goes on where it was', async ({
  open,
}) => {
  const page = await chat(open);
  const line = await slowFrom(page, 2 * MIB);
  await choose(page, log());
  await kept(page, 2 * MIB);
  await line.letGo();
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('frontdesk-uploads');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const change = opening.result.transaction('bytes', 'readwrite');
          change.objectStore('bytes').clear();
          change.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  await page.reload();
  await expect(fileRow(page, 'trip.log')).toContainText(/Stopped at \d+%: choose the file again/);
  await page.getByTestId('choose-again').setInputFiles(log());
  await expect(page.getByRole('status').getByText('1 file attached')).toBeAttached();
  await expectSent(page, 'trip.log', LOG);
});

test('a tunnel in the middle: it waits for the line and goes on', async ({ open }) => {
  const page = await chat(open);
  const line = await slowFrom(page, 2 * MIB);
  await choose(page, log());
  await expect(fileRow(page, 'trip.log')).toContainText(/2(\.\d)? MB of 6 MB/);
  await page.context().setOffline(true);
  await line.letGo();
  await expect(fileRow(page, 'trip.log')).toContainText('No connection, goes on by itself');
  await expect(page.getByRole('status').getByText(/Waiting for the connection/)).toBeAttached();
  await page.context().setOffline(false);
  await expect(page.getByRole('status').getByText('1 file attached')).toBeAttached();
  await expectSent(page, 'trip.log', LOG);
});

test('files that wait, fail and are there keep nobody out', async ({ open }) => {
  const page = await chat(open);
  const line = await slowFrom(page, 2 * MIB);
  await choose(
    page,
    log(),
    chosen('setup.exe', 'application/x-msdownload', Buffer.from('MZ')),
    chosen('bell.png', 'image/png', PNG),
  );
  await expect(fileRow(page, 'setup.exe')).toContainText('is of a type that is not accepted');
  await expect(fileRow(page, 'trip.log')).toContainText(/2(\.\d)? MB of 6 MB/);
  await page.getByRole('button', { name: 'Pause trip.log' }).click();
  await expectNoBarriers(page, 'files in the composer');
  await expectNoSidewaysScroll(page, 'files in the composer');
  await line.letGo();
});

/** Resolves when so many bytes are known, on this browser's disk, to have arrived. */
async function kept(page: Page, bytes: number): Promise<void> {
  const loaded = () =>
    new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open('frontdesk-uploads');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const db = opening.result;
        const reading = db.transaction(['uploads', 'bytes']);
        const rows = reading.objectStore('uploads').getAll();
        const files = reading.objectStore('bytes').count();
        reading.oncomplete = () => {
          db.close();
          resolve(files.result > 0 ? (rows.result[0]?.loaded ?? 0) : 0);
        };
      };
    });
  await expect.poll(() => page.evaluate(loaded)).toBeGreaterThanOrEqual(bytes);
}
