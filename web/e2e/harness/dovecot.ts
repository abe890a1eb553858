// Debian's real IMAP server on a port and in a folder of its own, with one mailbox. Mail is
// delivered as servers do: written beside it and renamed into it (Maildir).
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daemon } from './daemon';
import { freePort } from './port';

const USER = 'support';
const PASSWORD = 'p@ss/word';
/** Whose the mailbox is when the tests run as root: `nobody`. */
const NOBODY = 65_534;

let delivered = 0;

export interface DovecotOptions {
  idle?: boolean;
  tls?: { key: string; cert: string };
}

export class Dovecot {
  private readonly daemon: Daemon;

  private constructor(
    private readonly port: number,
    /** Speaks TLS from the beginning; 0 for none. */
    private readonly tlsPort: number,
    private readonly dir: string,
  ) {
    const args = ['-F', '-c', join(dir, 'dovecot.conf')];
    this.daemon = new Daemon('dovecot', args, port, { answer: '* OK' });
  }

  /** `idle: false` takes the server's IDLE away; with `tls` it lets nobody in without. */
  static async start({ idle = true, tls }: DovecotOptions = {}): Promise<Dovecot> {
    const dir = await mkdtemp(join(tmpdir(), 'frontdesk-imap-'));
    const dovecot = new Dovecot(await freePort(), tls ? await freePort() : 0, dir);
    const files = ['cert', 'key'] as const;
    if (tls) for (const name of files) await writeFile(join(dir, `${name}.pem`), tls[name]);
    const ssl = tls
      ? `required\nssl_cert = <${dir}/cert.pem\nssl_key = <${dir}/key.pem`
      : 'no\ndisable_plaintext_auth = no';
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
ssl = ${ssl}
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
    port = ${dovecot.tlsPort}
    ssl = yes
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
    const [scheme, port] = this.tlsPort ? ['imaps', this.tlsPort] : ['imap', this.port];
    return `${scheme}://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/INBOX`;
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

  /** Resolves once it answers. */
  run(): Promise<void> {
    return this.daemon.run();
  }

  /** Ends it, connections and all; `run` starts it again on the same port. */
  stop(): Promise<void> {
    const ask = ['-c', join(this.dir, 'dovecot.conf'), 'stop'];
    return this.daemon.stop(() => new Promise((resolve) => execFile('doveadm', ask, resolve)));
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}
