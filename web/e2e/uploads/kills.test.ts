// The server is killed in the middle of uploads, again and again: no byte is ever lost or wrong.
import { afterEach, expect, test } from 'vitest';
import { Random, seedOfRun } from '../fuzz/random';
import { textOf } from '../harness/content';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { expectFile, send, sendVerified } from '../harness/tus';
import { UploadLine } from '../harness/upload-line';

const KILLS = Number(process.env.UPLOAD_KILLS ?? 200);
/** Uploads that are under way at a time: some by tus-js-client, one by hand with checksums. */
const AT_ONCE = 4;
const LARGEST = 2_500_000;
/** Bytes that pass between a start of the server and the next kill, at most. */
const LONGEST_LIFE = 900_000;
/** Milliseconds by which a kill comes later than the byte that it waited for: what follows the last
 * byte of a file must be hit as well. */
const LATEST = 25;

let server: Server;
let line: UploadLine;
afterEach(async () => {
  await line?.close();
  await server?.dispose();
});

test(`${KILLS} kills at random offsets: never a corrupt or lost byte`, {
  timeout: 600_000,
}, async () => {
  const seed = seedOfRun();
  console.info(`FUZZ_SEED=${seed}`);
  // A creation whose answer was lost leaves an upload that nobody goes on with.
  server = await Server.start({ UPLOAD_MAX_OPEN: '10000' });
  line = await UploadLine.to(server.url);
  let kills = 0;
  let failed = false;
  const files = { sent: 0, bytes: 0 };

  const killing = (async () => {
    const random = new Random(seed, 'kills');
    while (kills < KILLS && !failed) {
      await new Promise<void>((resolve) => line.after(random.between(1, LONGEST_LIFE), resolve));
      if (random.chance(0.5)) await pause(random.between(0, LATEST));
      if (failed) break;
      await server.kill();
      kills += 1;
      await server.run();
    }
  })();

  const uploading = Array.from({ length: AT_ONCE }, async (_, worker) => {
    const random = new Random(seed, `worker ${worker}`);
    const person = { ...someone(), sub: `worker-${worker}` };
    const checked: [string, Uint8Array][] = [];
    while (kills < KILLS) {
      const bytes = textOf(random.between(1, LARGEST));
      // No two files share their content: each must be stored by its own upload.
      Buffer.from(`${worker} ${files.sent} ${random.next()}\n`)
        .subarray(0, bytes.length)
        .copy(bytes);
      files.sent += 1;
      files.bytes += bytes.length;
      let url: string;
      if (worker === 0) {
        url = await sendVerified(line.url, person, bytes, random.between(10_000, 600_000));
      } else {
        const chunkSize = random.chance(0.5) ? random.between(50_000, 700_000) : undefined;
        const { upload, done } = send(line.url, person, bytes, chunkSize ? { chunkSize } : {});
        await done;
        url = upload.url ?? '';
      }
      checked.push([url, bytes]);
    }
    return { person, checked };
  });

  try {
    const workers = await Promise.all(uploading);
    await killing;
    for (const { person, checked } of workers) {
      for (const [url, bytes] of checked) await expectFile(server, person, url, bytes);
    }
  } finally {
    // The server must not be started again while its data is removed.
    failed = true;
  }
  console.info(`${kills} kills, ${files.sent} files of ${files.bytes} bytes in all`);
  expect(kills).toBe(KILLS);
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
