// Debian's real IMAP server on a port and in a folder of its own, with one mailbox. Mail is
// delivered as servers do: written beside it and renamed into it (Maildir).
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const USER = 'support';
const PASSWORD = 'p@ss/word';
/** Whose the mailbox is when the tests run as root: `nobody`. */
const NOBODY = 65_534;

let delivered = 0;

export class Dovecot {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly dir: string,
  ) {}

  /** `idle: false` takes the server's IDLE away. */
  static async start({ idle = true } = {}): Promise<Dovecot> {
    const dir = await mkdtemp(join(tmpdir(), 'frontdesk-imap-'));
    const dovecot = new Dovecot(await freePort(), dir);
    for (const name of ['', 'new', 'cur', 'tmp']) await mkdir(join(dovecot.maildir, name));
    const isRoot = process.getuid?.() === 0;
    const uid = isRoot ? NOBODY : (process.getuid?.() ?? NOBODY);
    if (isRoot) {
      for (const name of ['', 'new', 'cur', 'tmp']) {
        await chown(join(dovecot.maildir, name), uid, uid);
      }
    }
    const me = isRoot
      ? ''
      : `default_internal_user = ${process.env.USER}\ndefault_login_user = ${process.env.USER}\n`;
    const capability = idle ? '' : 'imap_capability = IMAP4rev1 LITERAL+ SASL-IR UIDPLUS MOVE\n';
    await writeFile(join(dir, 'users'), `${USER}:{PLAIN}${PASSWORD}\n`, { mode: 0o644 });
    await writeFile(
      join(dir, 'dovecot.conf'),
      `base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
${me}${capability}mail_location = maildir:${dovecot.maildir}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${dovecot.port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%n ${dir}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${uid} home=${dovecot.maildir}
}
`,
    );
    await chmod(dir, 0o755);
    await dovecot.run();
    return dovecot;
  }

  private get maildir(): string {
    return join(this.dir, 'Maildir');
  }

  /** For `MAIL_INBOUND`. */
  get url(): string {
    return `imap://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${this.port}/INBOX`;
  }

  /** Puts a mail into the mailbox. */
  async deliver(mail: string): Promise<void> {
    delivered += 1;
    const name = `${Date.now()}.${process.pid}_${delivered}.test`;
    await writeFile(join(this.maildir, 'tmp', name), mail.replaceAll(/\r?\n/g, '\r\n'));
    await rename(join(this.maildir, 'tmp', name), join(this.maildir, 'new', name));
  }

  /** The flags of each mail that is there, such as `S` for one that is seen. */
  async flags(): Promise<string[]> {
    const [fresh, known] = [
      await readdir(join(this.maildir, 'new')),
      await readdir(join(this.maildir, 'cur')),
    ];
    return [...fresh.map(() => ''), ...known.map((name) => name.split(':2,')[1] ?? '')];
  }

  async run(): Promise<void> {
    const child = spawn('dovecot', ['-F', '-c', join(this.dir, 'dovecot.conf')], {
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
      throw new Error(`dovecot ended (${code}); see scripts/prepare-tests.sh:\n${printed}`);
    });
    const failed = once(child, 'error').then(([error]) => {
      throw new Error(`dovecot cannot be started; see scripts/prepare-tests.sh: ${error.message}`);
    });
    // Later ends are wanted.
    gone.catch(() => {});
    failed.catch(() => {});
    await Promise.race([this.answers(), gone, failed]);
  }

  /** Ends it, connections and all; `run` starts it again on the same port. */
  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    await new Promise((resolve) =>
      execFile('doveadm', ['-c', join(this.dir, 'dovecot.conf'), 'stop'], resolve),
    );
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
        const [answer] = await once(socket, 'data');
        if (String(answer).startsWith('* OK')) return;
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
