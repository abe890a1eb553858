// Uploads that are interrupted go on from the last durable byte, driven by the real tus-js-client.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Random, seedOfRun } from '../fuzz/random';
import { cidOf, MIB, textOf, UPLOAD_MAX } from '../harness/content';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { bearer, expectFile, send } from '../harness/tus';
import { UploadLine } from '../harness/upload-line';

let server: Server;
let line: UploadLine;

beforeEach(async () => {
  server = await Server.start();
  line = await UploadLine.to(server.url);
});
afterEach(async () => {
  await line?.close();
  await server?.dispose();
});

test('one upload of the largest size gives the attachment with its last answer', async () => {
  const bytes = textOf(UPLOAD_MAX);
  const maya = someone();
  const { upload, done } = send(server.url, maya, bytes, { chunkSize: 3 * MIB });
  const { success, data } = JSON.parse(await done);
  expect(success).toBe(true);
  expect(data).toMatchObject({ cid: await cidOf(bytes), name: 'notes.txt', size: bytes.length });
  await expectFile(server, maya, upload.url ?? '', bytes);
});

test('cut at random offsets again and again, it arrives whole', async () => {
  const seed = seedOfRun();
  console.info(`FUZZ_SEED=${seed}`);
  const random = new Random(seed, 'cuts');
  const arm = () =>
    line.after(random.between(1, MIB), () => {
      line.cut();
      arm();
    });
  arm();
  const bytes = textOf(UPLOAD_MAX - random.between(0, 100_000));
  const maya = someone();
  const { upload, done } = send(line.url, maya, bytes);
  await done;
  expect(line.cuts).toBeGreaterThan(10);
  await expectFile(server, maya, upload.url ?? '', bytes);
});

test('a new client, as after a reload of the page, goes on where the last one was', async () => {
  const bytes = textOf(6 * MIB);
  const maya = someone();
  const interrupted = new Promise<void>((resolve) => {
    line.after(2 * MIB, () => {
      line.cut();
      resolve();
    });
  });
  // In pieces, so that the server has acknowledged one before the cut: what of a piece is still on
  // its way may be lost with the line.
  const first = send(line.url, maya, bytes, { retryDelays: null, chunkSize: MIB });
  await expect(first.done).rejects.toThrow();
  await interrupted;
  const url = first.upload.url ?? '';

  const sent: number[] = [];
  const second = send(server.url, maya, bytes, {
    uploadUrl: url.replace(line.url, server.url),
    onBeforeRequest: (request) => {
      const offset = request.getHeader('Upload-Offset');
      if (offset !== undefined) sent.push(Number(offset));
    },
  });
  await second.done;
  expect(sent).toHaveLength(1);
  expect(sent[0]).toBeGreaterThanOrEqual(MIB);
  await expectFile(server, maya, url.replace(line.url, server.url), bytes);
});

test('a kill of the server in the middle loses nothing that was acknowledged', async () => {
  const bytes = textOf(8 * MIB);
  const maya = someone();
  const restarted = new Promise<void>((resolve, reject) => {
    line.after(5 * MIB, () => {
      server
        .kill()
        .then(() => server.run())
        .then(resolve, reject);
    });
  });
  const { upload, done } = send(line.url, maya, bytes, { chunkSize: MIB });
  await done;
  await restarted;
  await expectFile(server, maya, upload.url ?? '', bytes);
});

test('an orderly stop does not wait for an upload, which goes on with the next start', async () => {
  const bytes = textOf(8 * MIB);
  const maya = someone();
  const restarted = new Promise<void>((resolve, reject) => {
    line.after(3 * MIB, () => {
      server
        .terminate()
        .then(() => server.run())
        .then(resolve, reject);
    });
  });
  const { upload, done } = send(line.url, maya, bytes);
  await done;
  await restarted;
  await expectFile(server, maya, upload.url ?? '', bytes);
});

test('a client that gives its upload up removes it', async () => {
  const maya = someone();
  const stopped = new Promise<void>((resolve) => line.after(MIB, resolve));
  const { upload, done } = send(line.url, maya, textOf(UPLOAD_MAX), { chunkSize: MIB / 4 });
  done.catch(() => {});
  await stopped;
  await upload.abort(true);
  const gone = await fetch(upload.url ?? '', { headers: bearer(maya) });
  expect(gone.status).toBe(404);
});

test('several people upload several files at once', async () => {
  const uploads = Array.from({ length: 12 }, async (_, index) => {
    const person = { ...someone(), sub: `person-${index % 3}` };
    const bytes = textOf(MIB + index);
    const { upload, done } = send(server.url, person, bytes);
    await done;
    await expectFile(server, person, upload.url ?? '', bytes);
  });
  await Promise.all(uploads);
});
