// A server that speaks S3 on a free port of this machine, with the bucket `frontdesk`; it checks
// signatures and keeps objects as files. `node run.mjs [directory] [port]`; without a directory it
// has one of its own, which goes with it. It ends with its standard input, so that no test leaves
// it behind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

const [given, port = '0'] = process.argv.slice(2);
const directory = given ?? (await mkdtemp(join(tmpdir(), 'frontdesk-s3-')));
const server = new S3rver({
  address: '127.0.0.1',
  port: Number(port),
  directory,
  silent: true,
  configureBuckets: [{ name: 'frontdesk' }],
});
const { port: open } = await server.run();
console.log(`directory ${directory}`);
console.log(`listening on http://127.0.0.1:${open}`);

process.stdin.resume();
process.stdin.once('end', async () => {
  if (!given) await rm(directory, { recursive: true, force: true });
  process.exit(0);
});
