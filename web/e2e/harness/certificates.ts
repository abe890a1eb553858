// A certificate authority of the tests' own, and a certificate of it for servers on this machine.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const SERVER = 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n';

export class Certificates {
  private constructor(
    private readonly dir: string,
    readonly key: string,
    readonly cert: string,
  ) {}

  static async make(): Promise<Certificates> {
    const dir = await mkdtemp(join(tmpdir(), 'frontdesk-certificates-'));
    const openssl = (...args: string[]) => run('openssl', args, { cwd: dir });
    const authority = ['-subj', '/CN=A test authority', '-days', '2'];
    await openssl('req', '-x509', ...NEW_KEY, ...authority, '-keyout', 'ca.key', '-out', 'ca.pem');
    const asked = ['-subj', '/CN=localhost', '-keyout', 'key.pem', '-out', 'request.pem'];
    await openssl('req', '-new', ...NEW_KEY, ...asked);
    await writeFile(join(dir, 'server.conf'), SERVER);
    const signed = ['-days', '2', '-extfile', 'server.conf', '-out', 'cert.pem'];
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    await openssl('x509', '-req', '-in', 'request.pem', ...by, ...signed);
    const text = (name: string) => readFile(join(dir, name), 'utf8');
    return new Certificates(dir, await text('key.pem'), await text('cert.pem'));
  }

  /** What a process needs in its environment to trust the authority, and no other. */
  get trust(): Record<string, string> {
    return { SSL_CERT_FILE: join(this.dir, 'ca.pem') };
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}
