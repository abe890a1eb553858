// A real mail server on this machine, and what it was sent, taken apart.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Mail extends ParsedMail {
  /** Whom the envelope names. */
  recipients: string[];
}

export interface MailOptions {
  /** Asks for this sign-in. */
  user?: string;
  password?: string;
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
      disabledCommands: options.user ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
      authOptional: !options.user,
      allowInsecureAuth: true,
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
          mail.mails.push({ ...parsed, recipients });
          done();
        }, done);
      },
    });
    const mail = new MailServer(server, options);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return mail;
  }

  /** For `SMTP_URL`. */
  get url(): string {
    const { port } = this.server.server.address() as AddressInfo;
    const { user, password } = this.options;
    const credentials = user ? `${user}:${encodeURIComponent(password ?? '')}@` : '';
    return `smtp://${credentials}127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}
