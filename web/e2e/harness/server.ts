// The real binary on its own data directory: start, stop, kill, start again.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './port';
import { SECRET } from './tokens';

const BINARY =
  process.env.FRONTDESK_BIN ?? join(import.meta.dirname, '../../../target/debug/frontdesk');

/** How much of the server's output is shown when it ends unasked. */
const OUTPUT_LINES = 60;

export class Server {
  private child: ChildProcess | undefined;
  private output: string[] = [];
  private listeners: ((line: string) => void)[] = [];

  private constructor(
    readonly url: string,
    private readonly port: number,
    readonly dataDir: string,
    private readonly env: Record<string, string>,
    private readonly flags: readonly string[],
  ) {}

  /**
   * A running server on a new data directory. `env` adds to or replaces the settings; `flags`
   * stand behind `serve`.
   */
  static async start(
    env: Record<string, string> = {},
    flags: readonly string[] = [],
  ): Promise<Server> {
    const port = await freePort();
    const dataDir = await mkdtemp(join(tmpdir(), 'frontdesk-e2e-'));
    const server = new Server(`http://127.0.0.1:${port}`, port, dataDir, env, flags);
    await server.run();
    return server;
  }

  /**
   * Starts the process, on the same port and data as before; resolves once it listens. `env` adds
   * to the settings for this life of it.
   */
  async run(env: Record<string, string> = {}): Promise<void> {
    this.output = [];
    const child = spawn(BINARY, ['serve', ...this.flags], {
      env: { ...this.settings(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      const listen = (line: string) => {
        this.output = [...this.output.slice(1 - OUTPUT_LINES), line];
        if (line.includes('listening on http://')) resolve();
        for (const hear of this.listeners) hear(line);
      };
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', listen);
      }
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`the server ended (${code ?? signal}):\n${this.output.join('\n')}`)),
      );
    });
  }

  /** The process's id, while it runs. */
  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error('the server does not run');
    return pid;
  }

  /** Another command of the binary, with the same settings; gives what it printed. */
  async command(args: readonly string[], input = ''): Promise<string> {
    const child = spawn(BINARY, args, { env: this.settings(), stdio: 'pipe' });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        printed += piece;
      });
    }
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`frontdesk ${args.join(' ')} failed (${code}):\n${printed}`);
    return printed;
  }

  /** Resolves when it has printed so many lines with those words. */
  says(words: string, times = 1): Promise<void> {
    let left = times;
    return new Promise((resolve) => {
      const hear = (line: string) => {
        if (!line.includes(words)) return;
        left -= 1;
        if (left > 0) return;
        this.listeners = this.listeners.filter((one) => one !== hear);
        resolve();
      };
      this.listeners.push(hear);
    });
  }

  /** Resolves when it has ended on its own. */
  async ended(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await once(child, 'exit');
  }

  /** The last lines that it has printed. */
  log(): string {
    return this.output.join('\n');
  }

  /** As an operator would stop it: it ends its work in an orderly way. */
  terminate(): Promise<void> {
    return this.signal('SIGTERM');
  }

  /** As a crash would: at once, in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.signal('SIGKILL');
  }

  /** Ends it and removes its data. */
  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private settings(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      RUST_BACKTRACE: '1',
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      PUBLIC_URL: this.url,
      JWT_SECRET: SECRET,
      RATE_LIMITS: 'off',
      ...this.env,
    };
  }

  private async signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
