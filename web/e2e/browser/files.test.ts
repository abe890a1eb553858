// Files: uploading through the contact form, and the CIDs and addresses that come of it.
import { writeFile } from 'node:fs/promises';
import { expect, type Open, test } from '../harness/browser';
import { cidOf, MIB, PNG, PROGRAM, textOf, UPLOAD_MAX } from '../harness/content';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Json } from '../harness/wire';

/** A file as it is chosen in the browser. */
const chosen = (name: string, mimeType: string, bytes: Uint8Array) => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
});

async function contactForm(open: Open) {
  const page = await open('/contact', { as: someone() });
  const form = {
    page,
    files: page.getByRole('list', { name: 'Files' }),
    async choose(...files: ReturnType<typeof chosen>[] | string[]) {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: /Choose files/ }).click();
      await (await chooser).setFiles(files);
    },
    row: (name: string) => form.files.getByRole('listitem').filter({ hasText: name }),
    /** The server's answers to what is uploaded from now on. */
    answers: (count: number): Promise<Json[]> =>
      new Promise((resolve) => {
        const answers: Json[] = [];
        page.on('response', async (response) => {
          if (!response.url().endsWith('/upload')) return;
          answers.push((await response.json()).data);
          if (answers.length === count) resolve(answers);
        });
      }),
  };
  return form;
}

test('upload one file under 10 MB', async ({ open }) => {
  const form = await contactForm(open);
  await form.choose(chosen('bicycle.png', 'image/png', PNG));
  await expect(form.page.getByRole('status').getByText('1 file attached')).toBeAttached();
  await expect(form.row('bicycle.png')).toContainText(`${PNG.length} B`);
});

test('upload several files', async ({ open }) => {
  const form = await contactForm(open);
  await form.choose(
    chosen('bicycle.png', 'image/png', PNG),
    chosen('trip.log', 'text/plain', textOf(4_000)),
    chosen('parts.csv', 'text/csv', Buffer.from('part,count\nhook,2\n')),
  );
  await expect(form.page.getByRole('status').getByText('3 files attached')).toBeAttached();
  await expect(form.files.getByRole('listitem')).toHaveCount(3);
});

test('several files in one request give an answer each, in their order', async ({ desk }) => {
  const rest = new Rest(desk, someone());
  const files = [1, 2, 3].map((number) => new File([`file ${number}`], `${number}.txt`));
  const response = await rest.upload(...files);
  expect(response.status).toBe(201);
  const { data } = (await response.json()) as Json;
  expect(data.map((file: Json) => file.name)).toEqual(['1.txt', '2.txt', '3.txt']);
});

test('a file over 10 MB fails', async ({ open, desk }, info) => {
  const bytes = textOf(UPLOAD_MAX + 1);
  const path = info.outputPath('too-large.txt');
  await writeFile(path, bytes);
  const form = await contactForm(open);
  await form.choose(path);
  await expect(form.row('too-large.txt')).toContainText('is larger than 10 MB');
  // The server itself refuses it too, and keeps nothing of it.
  const response = await new Rest(desk, someone()).upload(new File([bytes], 'too-large.txt'));
  expect(response.status).toBe(413);
  expect((await fetch(`${desk.url}/ipfs/${await cidOf(bytes)}`)).status).toBe(404);
});

test('an unsupported type fails', async ({ open }) => {
  const form = await contactForm(open);
  await form.choose(chosen('setup.exe', 'application/x-msdownload', PROGRAM));
  await expect(form.row('setup.exe')).toContainText('is of a type that is not accepted');
});

test('an unsupported type that calls itself a picture fails', async ({ open, desk }) => {
  const form = await contactForm(open);
  const refusal = form.page.waitForResponse((response) => response.url().endsWith('/upload'));
  await form.choose(chosen('holiday.png', 'image/png', PROGRAM));
  expect((await refusal).status()).toBe(415);
  await expect(form.page.getByRole('button', { name: 'Try again: holiday.png' })).toBeVisible();
  expect((await fetch(`${desk.url}/ipfs/${await cidOf(PROGRAM)}`)).status).toBe(404);
});

test('the CID is returned', async ({ open }) => {
  const form = await contactForm(open);
  const answers = form.answers(1);
  await form.choose(chosen('bicycle.png', 'image/png', PNG));
  const [answer] = await answers;
  expect(answer).toMatchObject({
    cid: await cidOf(PNG),
    size: PNG.length,
    type: 'image/png',
    name: 'bicycle.png',
  });
});

for (const size of [0, 1, 262_144, 262_145, MIB, 5 * MIB, 10 * MIB]) {
  test(`the CID of ${size} bytes is the one that another IPFS implementation computes`, async ({
    desk,
  }) => {
    const bytes = textOf(size);
    const response = await new Rest(desk, someone()).upload(new File([bytes], 'text.txt'));
    expect(response.status).toBe(201);
    const { data } = (await response.json()) as Json;
    expect(data).toMatchObject({ cid: await cidOf(bytes), size, type: 'text/plain' });
    const served = await fetch(data.url);
    expect(served.status).toBe(200);
    expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true);
  });
}

test('the file is reachable by its gateway URL', async ({ open }) => {
  const bytes = textOf(2 * MIB + 7);
  const form = await contactForm(open);
  await form.choose(chosen('trip.log', 'text/plain', bytes));
  await form.page.getByLabel('Subject').fill('My trip is gone');
  await form.page.getByLabel('What happened?').fill('The log is attached.');
  await form.page.getByRole('button', { name: 'Send', exact: true }).click();
  // As a reader meets it: a link in the ticket's thread.
  const link = form.page.getByRole('link', { name: /trip\.log/ });
  await expect(link).toHaveAttribute('href', new RegExp(`/ipfs/${await cidOf(bytes)}$`));
  const served = await form.page.request.get((await link.getAttribute('href')) ?? '');
  expect(served.status()).toBe(200);
  expect((await served.body()).equals(bytes)).toBe(true);
});
