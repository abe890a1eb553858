// A browser's side of web push, written from the RFCs alone: the keys of a subscription, the
// decryption of what comes (RFC 8291 over RFC 8188), and the check of who has sent it (RFC 8292).
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import type { Received } from './receiver';
import type { Json } from './wire';

const SALT = 16;
const HEAD = SALT + 4 + 1;
const TAG = 16;

export class PushBrowser {
  private readonly keys = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(readonly endpoint: string) {
    this.keys.generateKeys();
  }

  /** As `PushSubscription.toJSON()` gives it, with the name of the device. */
  get subscription(): object {
    const p256dh = this.keys.getPublicKey().toString('base64url');
    const keys = { p256dh, auth: this.auth.toString('base64url') };
    return { endpoint: this.endpoint, keys, device: 'Test on Node' };
  }

  /** What a message says. Throws unless it was encrypted for this browser. */
  read({ headers, bytes }: Received): Json {
    if (headers['content-encoding'] !== 'aes128gcm') throw new Error('it is not encrypted');
    const salt = bytes.subarray(0, SALT);
    const keyLength = bytes[HEAD - 1] ?? 0;
    const sender = bytes.subarray(HEAD, HEAD + keyLength);
    const sealed = bytes.subarray(HEAD + keyLength);
    const derive = (ikm: Buffer, salt: Buffer, info: Buffer, length: number) =>
      Buffer.from(hkdfSync('sha256', ikm, salt, info, length));
    const between = [Buffer.from('WebPush: info\0'), this.keys.getPublicKey(), sender];
    const shared = this.keys.computeSecret(sender);
    const ikm = derive(shared, this.auth, Buffer.concat(between), 32);
    const key = derive(ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(sealed.subarray(-TAG));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
    // Behind the words stands a 2, for this is the last record, and then zeros.
    const end = padded.lastIndexOf(2);
    if (padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('the padding is odd');
    return JSON.parse(padded.subarray(0, end).toString());
  }
}

/** The claims of the sender's token. Throws unless the key that it names has signed it. */
export function vapidClaims({ headers }: Received, publicKey: string): Json {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  if (!token || key !== publicKey) throw new Error('it names another key, or none');
  const point = Buffer.from(key, 'base64url');
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1), y: part(33) };
  const [head, body, signature] = token.split('.') as [string, string, string];
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('it is not signed');
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}
