// A real mail server on this machine, and what it was sent, taken apart.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Mail extends ParsedMail {
  /** Whom the envelope names. */
  recipients: string[];
  /** Whether the connection was encrypted when it came. */
  encrypted: boolean;
  /** Who had signed in. */
  user: string | undefined;
}

export interface MailOptions {
  /** Asks for this sign-in. */
  user?: string;
  password?: string;
  /** Speaks TLS with these: when it is asked for (STARTTLS), or from the beginning. */
  tls?: { key: string; cert: string; from: 'asked' | 'beginning' };
  /** Refuses each recipient by the answer that this gives. */
  refuse?: (recipient: string) => { code: number; message: string } | undefined;
}

export class MailServer {
  readonly mails: Mail[] = [];
  /** Every recipient that was refused, as often as it was tried. */
  readonly refused: string[] = [];

  private constructor(
    private readonly server: SMTPServer,
    private readonly options: MailOptions,
  ) {}

  static async start(options: MailOptions = {}): Promise<MailServer> {
    const server: SMTPServer = new SMTPServer({
      ...options.tls,
      secure: options.tls?.from === 'beginning',
      disabledCommands: [...(options.tls ? [] : ['STARTTLS']), ...(options.user ? [] : ['AUTH'])],
      authOptional: !options.user,
      allowInsecureAuth: !options.tls,
      onAuth: ({ username, password }, _session, done) =>
        username === options.user && password === options.password
          ? done(null, { user: username })
          : done(Object.assign(new Error('wrong password'), { responseCode: 535 })),
      onRcptTo: ({ address }, _session, done) => {
        const refusal = options.refuse?.(address);
        if (!refusal) return done();
        mail.refused.push(address);
        done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
      },
      onData: (stream, session, done) => {
        simpleParser(stream).then((parsed) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          const { secure: encrypted, user } = session;
          mail.mails.push({ ...parsed, recipients, encrypted, user });
          done();
        }, done);
      },
    });
    const mail = new MailServer(server, options);
    // A client that does not trust the certificate breaks off; that is the tests' business.
    server.on('error', () => {});
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return mail;
  }

  /** For `SMTP_URL`. */
  get url(): string {
    const { port } = this.server.server.address() as AddressInfo;
    const { user, password } = this.options;
    const credentials = user ? `${user}:${encodeURIComponent(password ?? '')}@` : '';
    const place = `${credentials}127.0.0.1:${port}`;
    // On this machine the desk asks for TLS only when it is told to.
    const kinds = { asked: `smtp://${place}?tls=required`, beginning: `smtps://${place}` };
    return this.options.tls ? kinds[this.options.tls.from] : `smtp://${place}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}
