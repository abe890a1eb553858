// A server of Debian's beside the tests, in the foreground on a port of its own: it is started, asked
// until it answers, and ended. What it serves, and its settings, are in the file named after it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';

export class Daemon {
  private child: ChildProcess | undefined;

  constructor(
    private readonly command: string,
    private readonly args: readonly string[],
    private readonly port: number,
    /** What it says when it is ready, after it was asked `question` or by itself. */
    private readonly ready: { answer: string; question?: string },
  ) {}

  /** Resolves once it answers. */
  async run(): Promise<void> {
    const child = spawn(this.command, this.args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        printed += piece;
      });
    }
    const hint = 'see scripts/prepare-tests.sh';
    const gone = once(child, 'exit').then(([code]) => {
      throw new Error(`${this.command} ended (${code}); ${hint}:\n${printed}`);
    });
    const failed = once(child, 'error').then(([error]) => {
      throw new Error(`${this.command} cannot be started; ${hint}: ${error.message}`);
    });
    // Later ends are wanted.
    gone.catch(() => {});
    failed.catch(() => {});
    await Promise.race([this.answers(), gone, failed]);
  }

  /** Ends it, if it runs, by SIGKILL or as `end` does; `run` starts it again on the same port. */
  async stop(end?: () => Promise<unknown>): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    if (end) await end();
    else child.kill('SIGKILL');
    await ended;
  }

  private async answers(): Promise<void> {
    const { answer, question } = this.ready;
    while (this.child) {
      const socket = createConnection(this.port, '127.0.0.1');
      try {
        await once(socket, 'connect');
        if (question) socket.end(question);
        const [said] = await once(socket, 'data');
        if (String(said).startsWith(answer)) return;
      } catch {
        // It does not listen yet.
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        socket.destroy();
      }
    }
  }
}
