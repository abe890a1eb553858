// A real IPFS node (js-ipfs) on a free port of this machine, without any network: the RPC that
// Kubo speaks too. `node run.mjs [directory] [port]`; without a directory it has one of its own,
// which goes with it. It ends with its standard input, so that no test leaves it behind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The node is older than this function of the language, which its dependencies use.
Promise.withResolvers ??= function withResolvers() {
  let resolve;
  let reject;
  const promise = new this((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};

const { create } = await import('ipfs-core');
const { HttpApi } = await import('ipfs-http-server');

const [given, port = '0'] = process.argv.slice(2);
const directory = given ?? (await mkdtemp(join(tmpdir(), 'frontdesk-ipfs-')));
const ipfs = await create({
  repo: join(directory, 'repo'),
  offline: true,
  start: false,
  silent: true,
  config: {
    Addresses: { Swarm: [], API: `/ip4/127.0.0.1/tcp/${port}`, Gateway: '' },
    Bootstrap: [],
  },
});
const api = new HttpApi(ipfs);
await api.start();
const { host, port: open } = api._apiServers[0].info;
console.log(`directory ${directory}`);
console.log(`listening on http://${host}:${open}`);

process.stdin.resume();
process.stdin.once('end', async () => {
  if (!given) await rm(directory, { recursive: true, force: true });
  process.exit(0);
});
