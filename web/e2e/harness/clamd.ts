// Debian's real clamd on a port of its own, with a signature written here: the test string that
// the scanner industry has agreed on. It is put together at run time, so that no file of this
// repository is taken for malware.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What clamd calls the test string; its own databases would not say "UNOFFICIAL". */
export const FINDING = 'Eicar-Test.UNOFFICIAL';

/** The test string. */
export function eicar(): string {
  const head = ['X5O!P%@AP[4', '\\PZX54(P^)', '7CC)7}$'].join('');
  return `${head}EICAR-STANDARD-${'ANTIVIRUS'}-TEST-FILE!$H+H*`;
}

export class Clamd {
  private child: ChildProcess | undefined;

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly dir: string,
  ) {}

  /** A scanner on a free port; it doesn't run yet. It takes streams up to `largest`. */
  static async prepare(largest = '25M'): Promise<Clamd> {
    const dir = await mkdtemp(join(tmpdir(), 'frontdesk-clamd-'));
    const port = await freePort();
    await mkdir(join(dir, 'db'));
    const md5 = createHash('md5').update(eicar()).digest('hex');
    const body = Buffer.from(eicar()).toString('hex');
    await writeFile(join(dir, 'db/test.hdb'), `${md5}:${eicar().length}:Eicar-Test\n`);
    await writeFile(join(dir, 'db/test.ndb'), `Eicar-Test:0:*:${body}\n`);
    const settings = {
      DatabaseDirectory: join(dir, 'db'),
      TemporaryDirectory: dir,
      TCPSocket: port,
      TCPAddr: '127.0.0.1',
      Foreground: 'yes',
      StreamMaxLength: largest,
    };
    const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
    await writeFile(join(dir, 'clamd.conf'), lines.join(''));
    // As root, clamd gives its rights away; then it must still read this.
    await chmod(dir, 0o755);
    return new Clamd(`tcp://127.0.0.1:${port}`, port, dir);
  }

  static async start(largest?: string): Promise<Clamd> {
    const clamd = await Clamd.prepare(largest);
    await clamd.run();
    return clamd;
  }

  /** Resolves once it answers. */
  async run(): Promise<void> {
    const child = spawn('clamd', ['--config-file', join(this.dir, 'clamd.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        printed += piece;
      });
    }
    const gone = once(child, 'exit').then(([code]) => {
      throw new Error(`clamd ended (${code}); see scripts/prepare-tests.sh:\n${printed}`);
    });
    const failed = once(child, 'error').then(([error]) => {
      throw new Error(`clamd cannot be started; see scripts/prepare-tests.sh: ${error.message}`);
    });
    // Later ends are wanted.
    gone.catch(() => {});
    failed.catch(() => {});
    await Promise.race([this.answers(), gone, failed]);
  }

  /** Ends it; `run` starts it again on the same port. */
  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    while (this.child) {
      const socket = createConnection(this.port, '127.0.0.1');
      try {
        await once(socket, 'connect');
        socket.end('zPING\0');
        const [answer] = await once(socket, 'data');
        if (String(answer).startsWith('PONG')) return;
      } catch {
        // It does not listen yet.
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        socket.destroy();
      }
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  probe.close();
  await once(probe, 'close');
  return address.port;
}
