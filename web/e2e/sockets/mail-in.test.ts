// Answers by mail: a real IMAP server that the desk watches, and the hook for mail providers.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Dovecot } from '../harness/dovecot';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { type Json, Wire } from '../harness/wire';

const PATIENCE = { timeout: 20_000, interval: 50 };
const ADDRESS = 'support@desk.example';

let server: Server | undefined;
let dovecot: Dovecot | undefined;
afterEach(async () => {
  await server?.dispose();
  await dovecot?.dispose();
  server = undefined;
  dovecot = undefined;
});

let last = 0;
function mail(from: string, words: string, headers: Record<string, string> = {}): string {
  last += 1;
  const all = {
    From: from,
    To: ADDRESS,
    Subject: 'Brakes',
    'Message-ID': `<mail-${process.pid}-${last}@example.com>`,
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n\n${words}\n`;
}

async function tickets(on: Server): Promise<Json[]> {
  return new Rest(on, someone('agent')).get('/tickets');
}

/** Waits for tickets with these descriptions, each once. */
async function haveCome(on: Server, descriptions: string[]): Promise<Json[]> {
  let all: Json[] = [];
  await vi.waitFor(async () => {
    all = await tickets(on);
    const found = all.map((ticket) => ticket.description).sort();
    expect(found).toEqual([...descriptions].sort());
  }, PATIENCE);
  return all;
}

describe('a mailbox', () => {
  test('a mail is there at once, and its answer reaches the agent and keeps its thread', async () => {
    dovecot = await Dovecot.start();
    await dovecot.deliver(mail('Maya <maya@example.org>', 'Before the start'));
    server = await Server.start({ MAIL_INBOUND: dovecot.url, MAIL_REPLY_ADDRESS: ADDRESS });
    await haveCome(server, ['Before the start']);

    // The server tells of it: without that the desk would look only minutes later.
    const staff = someone('agent');
    const console = await Wire.as(server, '/chat/agent', staff);
    await console.next('waiting-sessions');
    const agent = await Wire.as(server, '/', staff);
    const first = mail('Maya <maya@example.org>', 'They squeak', {
      'Message-ID': '<first@example.org>',
    });
    await dovecot.deliver(first);
    await agent.next('ticket-changed');
    const all = await haveCome(server, ['Before the start', 'They squeak']);
    const ticket = all.find(({ description }) => description === 'They squeak');

    // Her next mail refers to her first, and the one after to that.
    await dovecot.deliver(
      mail('maya@example.org', 'The left one\n\nOn 5 Jan 2026, Desk wrote:\n> Which one?', {
        'Message-ID': '<second@example.org>',
        'In-Reply-To': '<first@example.org>',
        References: '<first@example.org>',
      }),
    );
    await agent.payload('ticket-changed', (changed) => changed.ticketId === ticket?.id);
    await dovecot.deliver(
      mail('maya@example.org', 'Since Monday', {
        'Message-ID': '<third@example.org>',
        'In-Reply-To': '<second@example.org>',
        References: '<first@example.org> <second@example.org>',
      }),
    );
    const rest = new Rest(server, someone('agent'));
    await vi.waitFor(async () => {
      const said = await rest.get(`/tickets/${ticket?.id}/responses`);
      const words = said.map((one: Json) => one.response);
      expect(words).toEqual(['The left one', 'Since Monday']);
    }, PATIENCE);
    await haveCome(server, ['Before the start', 'They squeak']);
    await vi.waitFor(
      async () => expect(await dovecot?.flags()).toEqual(['S', 'S', 'S', 'S']),
      PATIENCE,
    );
    agent.close();
    console.close();
  });

  test('a crash between taking a mail and marking it doubles and loses nothing', async () => {
    dovecot = await Dovecot.start();
    server = await Server.start({
      MAIL_INBOUND: dovecot.url,
      FRONTDESK_FAIL_POINT: 'mail-taken:2:abort',
    });
    for (const words of ['One', 'Two', 'Three']) {
      await dovecot.deliver(mail(`${words.toLowerCase()}@example.org`, words));
    }
    await server.ended();
    expect((await dovecot.flags()).filter((flags) => flags === 'S')).toHaveLength(1);
    // Past the lease of the process that died, which must not keep the mailbox for ever.
    await server.run({ FRONTDESK_FAIL_POINT: '', FRONTDESK_CLOCK_AHEAD: '600' });
    const marked = async () => expect(await dovecot?.flags()).toEqual(['S', 'S', 'S']);
    await vi.waitFor(marked, PATIENCE);
    await haveCome(server, ['One', 'Three', 'Two']);
  });

  test('a server without IDLE is asked from time to time, and one that was away is found again', async () => {
    dovecot = await Dovecot.start({ idle: false });
    server = await Server.start({ MAIL_INBOUND: dovecot.url, MAIL_POLL_SECONDS: '1' });
    await dovecot.deliver(mail('maya@example.org', 'Polled'));
    await haveCome(server, ['Polled']);
    await dovecot.stop();
    await dovecot.deliver(mail('maya@example.org', 'While away'));
    await dovecot.run();
    await haveCome(server, ['Polled', 'While away']);
  });

  test('a mail that nobody can read is set aside, and those behind it are not', async () => {
    dovecot = await Dovecot.start();
    await dovecot.deliver('Subject: from nobody\n\nx\n');
    await dovecot.deliver(mail('maya@example.org', 'Behind it'));
    server = await Server.start({ MAIL_INBOUND: dovecot.url });
    await haveCome(server, ['Behind it']);
    const admin = new Rest(server, someone('admin'));
    const aside = await admin.get('/inbound-mail?state=set-aside');
    expect(aside.map((one: Json) => one.reason)).toEqual([
      'it names no sender, or one that is no address',
    ]);
  });
});

describe('the hook', () => {
  test('a provider posts the mail as it is, or in a form', async () => {
    const secret = 'a secret of the provider';
    server = await Server.start({ MAIL_HOOK_SECRET: secret });
    const url = `${server.url}/api/support/inbound/mail`;
    const raw = mail('Maya <maya@example.org>', 'As it is');
    const basic = `Basic ${Buffer.from(`hook:${secret}`).toString('base64')}`;
    const plain = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'message/rfc822', Authorization: basic },
      body: raw,
    });
    expect(plain.status).toBe(202);
    const form = new FormData();
    form.append('to', ADDRESS);
    form.append('email', mail('Maya <maya@example.org>', 'In a form'));
    const headers = { 'X-Mail-Hook-Secret': secret };
    const posted = await fetch(url, { method: 'POST', headers, body: form });
    expect(posted.status).toBe(202);
    const again = await fetch(url, { method: 'POST', headers, body: raw });
    expect(((await again.json()) as Json).data.id).toBeNull();
    await haveCome(server, ['As it is', 'In a form']);
    const wrong = await fetch(url, { method: 'POST', body: raw });
    expect(wrong.status).toBe(401);
  });
});
