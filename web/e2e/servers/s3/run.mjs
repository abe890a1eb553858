// A server that speaks S3 on a free port of this machine, with the bucket `frontdesk`; it keeps
// objects as files. s3rver does not check signatures of version 4, so that is done here. `node run.mjs [directory] [port]`; without a directory it
// has one of its own, which goes with it. It ends with its standard input, so that no test leaves
// it behind.
import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

const SECRETS = { S3RVER: 'S3RVER' };
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const byName = ([a], [b]) => (a < b ? -1 : Number(a > b));
const encoded = (text) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Whether a request is signed as AWS Signature Version 4 asks, by one of the secrets. */
function isSigned(request) {
  const parts = AUTHORIZATION.exec(request.headers.authorization ?? '');
  if (!parts) return false;
  const [, id, day, region, signedHeaders, signature] = parts;
  const url = new URL(request.url, 'http://localhost');
  const query = [...url.searchParams]
    .map(([name, value]) => [encoded(name), encoded(value)])
    .sort(byName)
    .map((pair) => pair.join('='))
    .join('&');
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
    .join('');
  const body = request.headers['x-amz-content-sha256'];
  const canonical = [request.method, url.pathname, query, headers, signedHeaders, body].join('\n');
  const time = request.headers['x-amz-date'];
  const scope = `${day}/${region}/s3/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash}`;
  const key = [day, region, 's3', 'aws4_request'].reduce(hmac, `AWS4${SECRETS[id]}`);
  return time?.startsWith(day) && hmac(key, toSign).toString('hex') === signature;
}

const [given, port = '0'] = process.argv.slice(2);
const directory = given ?? (await mkdtemp(join(tmpdir(), 'frontdesk-s3-')));
const server = new S3rver({
  address: '127.0.0.1',
  port: Number(port),
  directory,
  silent: true,
  configureBuckets: [{ name: 'frontdesk' }],
});
server.middleware.unshift(async (ctx, next) => {
  if (isSigned(ctx.req)) return next();
  ctx.status = 403;
  ctx.type = 'application/xml';
  ctx.body =
    '<Error><Code>SignatureDoesNotMatch</Code><Message>It does not match</Message></Error>';
});
const { port: open } = await server.run();
console.log(`directory ${directory}`);
console.log(`listening on http://127.0.0.1:${open}`);

process.stdin.resume();
process.stdin.once('end', async () => {
  if (!given) await rm(directory, { recursive: true, force: true });
  process.exit(0);
});
