// Debian's real clamd on a port of its own, with a signature written here: the test string that
// the scanner industry has agreed on. It is put together at run time, so that no file of this
// repository is taken for malware.
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daemon } from './daemon';
import { freePort } from './port';

/** What clamd calls the test string; its own databases would not say "UNOFFICIAL". */
export const FINDING = 'Eicar-Test.UNOFFICIAL';

/** The test string. */
export function eicar(): string {
  const head = ['X5O!P%@AP[4', '\\PZX54(P^)', '7CC)7}$'].join('');
  return `${head}EICAR-STANDARD-${'ANTIVIRUS'}-TEST-FILE!$H+H*`;
}

export class Clamd {
  private constructor(
    readonly url: string,
    private readonly dir: string,
    private readonly daemon: Daemon,
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
    const daemon = new Daemon('clamd', ['--config-file', join(dir, 'clamd.conf')], port, {
      question: 'zPING\0',
      answer: 'PONG',
    });
    return new Clamd(`tcp://127.0.0.1:${port}`, dir, daemon);
  }

  static async start(largest?: string): Promise<Clamd> {
    const clamd = await Clamd.prepare(largest);
    await clamd.run();
    return clamd;
  }

  /** Resolves once it answers. */
  run(): Promise<void> {
    return this.daemon.run();
  }

  /** Ends it; `run` starts it again on the same port. */
  stop(): Promise<void> {
    return this.daemon.stop();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}
