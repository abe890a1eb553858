// Fetches content from a gateway block by block and checks each, as a client does that trusts nobody.
// Arguments: the gateway's address, then paths (`<cid>[/name…]`). Prints a line of JSON for each: the
// length and SHA-256 of what came, or why there is none. Blocks that nobody gives rightly are waited for
// PATIENCE_MS.
import { createHash } from 'node:crypto';
import { createVerifiedFetch } from '@helia/verified-fetch';

const patience = Number(process.env.PATIENCE_MS ?? 60_000);
const [gateway, ...paths] = process.argv.slice(2);
const verifiedFetch = await createVerifiedFetch({
  gateways: [gateway],
  routers: [],
  allowLocal: true,
  allowInsecure: true,
  libp2pConfig: {
    start: false,
    addresses: { listen: [] },
    transports: [],
    peerDiscovery: [],
    services: {},
  },
});
for (const path of paths) {
  console.log(JSON.stringify({ path, ...(await read(path)) }));
}
await verifiedFetch.stop();
process.exit(0);

async function read(path) {
  try {
    const response = await verifiedFetch(`ipfs://${path}`, {
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) return { error: `${response.status} ${await response.text()}` };
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of response.body) {
      hash.update(piece);
      size += piece.length;
    }
    return { size, sha256: hash.digest('hex') };
  } catch (error) {
    return { error: String(error) };
  }
}
