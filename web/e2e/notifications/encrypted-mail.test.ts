// Mail over TLS, with certificates of an authority of the test's own: out by STARTTLS and by TLS
// from the beginning, both with a sign-in; in from a mailbox by TLS. Without trust nothing passes.
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Certificates } from '../harness/certificates';
import { Dovecot } from '../harness/dovecot';
import { MailServer } from '../harness/mail';
import { answered, deliveries, PATIENCE } from '../harness/outside';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import type { Json } from '../harness/wire';

const SIGN_IN = { user: 'desk@desk.example', password: 'p@ss/word' };
const SETTINGS = {
  MAIL_FROM: 'Desk <desk@desk.example>',
  NOTIFY_EMAIL_DELAY_SECONDS: '0',
};

let certificates: Certificates;
let server: Server | undefined;
let mail: MailServer | undefined;
let dovecot: Dovecot | undefined;
beforeAll(async () => {
  certificates = await Certificates.make();
});
afterEach(async () => {
  await server?.dispose();
  await mail?.close();
  await dovecot?.dispose();
  [server, mail, dovecot] = [undefined, undefined, undefined];
});
afterAll(() => certificates?.remove());

/** For `SMTP_URL`, with the user's name as an address has it in a URL. */
const url = (mail: MailServer) => mail.url.replace(SIGN_IN.user, encodeURIComponent(SIGN_IN.user));

test.each(['asked', 'beginning'] as const)('out, encrypted when %s', async (from) => {
  mail = await MailServer.start({ ...SIGN_IN, tls: { ...certificates, from } });
  server = await Server.start({ ...SETTINGS, ...certificates.trust, SMTP_URL: url(mail) });
  const [maya, admin] = [someone(), someone('admin')];
  const ticket = await answered(server, maya, someone('agent'), 'First the **bolt**.');
  await vi.waitFor(() => expect(mail?.mails).toHaveLength(1), PATIENCE);
  const [first] = mail.mails;
  expect(first).toMatchObject({ encrypted: true, user: SIGN_IN.user, recipients: [maya.email] });
  const [row] = await deliveries(server, admin, 'email', ([one]) =>
    expect(one?.state).toBe('sent'),
  );
  expect(first?.messageId).toBe(`<${row.id}@desk.example>`);
  expect(first?.subject).toBe(`Re: [#${ticket.number}] The stand wobbles`);
  expect(first?.text).toContain('First the **bolt**.');
  expect(first?.html).toContain('First the <strong>bolt</strong>.');
  expect(first?.references).toBe(`<conversation-${ticket.id}@desk.example>`);
  const list = first?.headers.get('list') as Json;
  expect(list.unsubscribe.url).toContain('/api/support/notifications/unsubscribe?token=');
  expect(list['unsubscribe-post'].name).toBe('List-Unsubscribe=One-Click');
});

test('out, to a server that nobody vouches for: nothing is handed over', async () => {
  mail = await MailServer.start({ ...SIGN_IN, tls: { ...certificates, from: 'asked' } });
  server = await Server.start({ ...SETTINGS, SMTP_URL: url(mail) });
  await answered(server, someone(), someone('agent'));
  await deliveries(server, someone('admin'), 'email', ([one]) =>
    expect(one?.lastError).toMatch(/certificate|UnknownIssuer/i),
  );
  expect(mail.mails).toEqual([]);
});

test('in, from a mailbox that lets nobody in without', async () => {
  dovecot = await Dovecot.start({ tls: certificates });
  expect(dovecot.url).toMatch(/^imaps:/);
  await dovecot.deliver(
    'From: Maya <maya@example.org>\nTo: support@desk.example\nSubject: Brakes\n' +
      'Message-ID: <one@example.org>\n\nThey squeak\n',
  );
  server = await Server.start({ ...certificates.trust, MAIL_INBOUND: dovecot.url });
  const agent = new Rest(server, someone('agent'));
  await vi.waitFor(async () => {
    const [ticket] = await agent.get('/tickets');
    expect(ticket).toMatchObject({ subject: 'Brakes', description: 'They squeak' });
  }, PATIENCE);
  await vi.waitFor(async () => expect(await dovecot?.flags()).toEqual(['S']), PATIENCE);
});
