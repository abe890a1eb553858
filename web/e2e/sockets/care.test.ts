// What is done around a conversation, as its sides hear it.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MailServer } from '../harness/mail';
import { activeChat, history, leave, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { Wire } from '../harness/wire';

const PATIENCE = { timeout: 10_000, interval: 50 };

describe('between the sides', () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.start();
  });
  afterAll(() => server?.dispose());

  test('a note reaches every agent and no customer', async () => {
    const chat = await activeChat(server);
    const kim = someone('agent');
    const colleague = await Wire.as(server, '/chat/agent', kim);
    const written = await new Rest(server, kim).post(`/chat/sessions/${chat.sessionId}/notes`, {
      content: 'She called before',
    });
    for (const agent of [chat.agent, colleague]) {
      const heard = await agent.payload('note', (note) => note.sessionId === chat.sessionId);
      expect(heard).toEqual(written);
    }
    // What the customer hears next is not the note, and has the number after none.
    await chat.agent.ok('chat-message', { sessionId: chat.sessionId, content: 'Hello' });
    const message = await chat.user.payload('chat-message');
    expect(message).toMatchObject({ content: 'Hello', seq: 1 });
    expect(chat.user.pending('note')).toEqual([]);
    expect(await history(chat.user, chat.sessionId)).toEqual([message]);
    colleague.close();
    await leave(chat);
  });

  test('responses to the ticket of a chat come between its messages, in order', async () => {
    const chat = await activeChat(server);
    const { sessionId } = chat;
    const agent = new Rest(server, chat.agentClaims);
    const colleague = new Rest(server, someone('agent'));
    const owner = new Rest(server, chat.userClaims);
    const ticket = await agent.post(`/chat/sessions/${sessionId}/ticket`);
    expect(ticket).toMatchObject({ id: sessionId, subject: 'Brakes', status: 'in-progress' });
    const updated = await chat.user.payload('session-updated', (one) => one.ticketNumber !== null);
    expect(updated).toMatchObject({ id: sessionId, ticketNumber: ticket.number });

    const respond = (rest: Rest, response: string) =>
      rest.post(`/tickets/${sessionId}/responses`, { response });
    const say = (wire: Wire, content: string) => wire.ok('chat-message', { sessionId, content });
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => [
        say(chat.user, `customer says ${n}`),
        respond(colleague, `colleague responds ${n}`),
        respond(owner, `customer responds ${n}`),
        say(chat.agent, `agent says ${n}`),
      ]).flat(),
    );
    const log = await history(chat.user, sessionId);
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 32 }, (_, n) => n + 1));
    // Each side heard all that it had not said by its own socket, in the order of the log.
    for (const [wire, mine] of [
      [chat.user, 'customer says'],
      [chat.agent, 'agent says'],
    ] as const) {
      const expected = log.filter(({ content }) => !content.startsWith(mine));
      for (const message of expected) expect(await wire.payload('chat-message')).toEqual(message);
    }
    const responses = await owner.get(`/tickets/${sessionId}/responses?limit=100`);
    expect(responses.map(({ response }: { response: string }) => response)).toEqual(
      log.map(({ content }) => content),
    );
    await leave(chat);
  });

  test('a ticket that becomes a chat opens at the customer, who goes on in it', async () => {
    const [maya, sam] = [someone('user'), someone('agent')];
    const user = await Wire.as(server, '/chat/user', maya);
    const agent = await Wire.as(server, '/chat/agent', sam);
    const ticket = await new Rest(server, maya).post('/tickets', {
      subject: 'Late',
      description: 'Where is it?',
    });
    await new Rest(server, sam).post(`/tickets/${ticket.id}/chat`);
    expect(await user.payload('agent-joined')).toBe(sam.name);
    const session = await user.payload('session-updated');
    expect(session).toMatchObject({ id: ticket.id, status: 'active', agentId: sam.sub });
    await agent.next('session-accepted', ({ sessionId }) => sessionId === ticket.id);
    await user.ok('chat-message', { sessionId: ticket.id, content: 'There you are' });
    expect(await agent.payload('chat-message')).toMatchObject({ seq: 1 });
    await leave({ user, agent, userClaims: maya, agentClaims: sam, sessionId: ticket.id });
  });

  test('a merged chat ends for its sides, and goes on when it is taken apart', async () => {
    const chat = await activeChat(server);
    const agent = new Rest(server, chat.agentClaims);
    const ticket = await new Rest(server, chat.userClaims).post('/tickets', {
      subject: 'Brakes',
      description: 'They squeak',
    });
    await agent.post(`/conversations/${chat.sessionId}/merge`, { into: ticket.id });
    for (const wire of [chat.user, chat.agent]) {
      await wire.next('session-closed', ({ sessionId }) => sessionId === chat.sessionId);
    }
    const sent = { sessionId: chat.sessionId, content: 'Hello?', clientId: 'c-1' };
    const first = await chat.user.ok('chat-message', sent);
    expect(first.message).toMatchObject({ sessionId: ticket.id, seq: 1 });
    expect(await chat.user.ok('chat-message', sent)).toEqual(first);
    await agent.post(`/conversations/${chat.sessionId}/unmerge`);
    await chat.user.next('session-updated', ({ id, status }) => {
      return id === chat.sessionId && status === 'active';
    });
    await chat.agent.ok('chat-message', { sessionId: chat.sessionId, content: 'Here again' });
    expect(await chat.user.payload('chat-message')).toMatchObject({ content: 'Here again' });
    await leave(chat);
  });

  test("a customer's message brings a chat back at once, and its agent is told", async () => {
    const chat = await activeChat(server);
    const { sessionId } = chat;
    const bell = await Wire.as(server, '/', chat.agentClaims);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await new Rest(server, chat.agentClaims).post(`/conversations/${sessionId}/snooze`, { until });
    await chat.agent.next('session-updated', ({ snoozedUntil }) => snoozedUntil === until);
    await chat.user.ok('chat-message', { sessionId, content: 'One more thing' });
    await chat.agent.next('session-updated', ({ snoozedUntil }) => snoozedUntil === null);
    const told = await bell.payload('notification', (one) => one.title.includes('is back'));
    expect(told.data).toEqual({ sessionId });
    bell.close();
    await leave(chat);
  });

  test("a rating is told to the chat's agent", async () => {
    const chat = await activeChat(server);
    await chat.user.ok('end-chat', { sessionId: chat.sessionId });
    await new Rest(server, chat.userClaims).data('PUT', `/conversations/${chat.sessionId}/rating`, {
      score: 5,
      comment: 'Quick!',
    });
    const session = await chat.agent.payload('session-updated', ({ rating }) => rating !== null);
    expect(session).toMatchObject({ id: chat.sessionId, rating: 5, ratingComment: 'Quick!' });
    chat.user.close();
    chat.agent.close();
  });
});

test('a snooze outlives the process that took it', async () => {
  const server = await Server.start();
  const chat = await activeChat(server);
  const until = new Date(Date.now() + 2_000).toISOString();
  const rest = new Rest(server, chat.agentClaims);
  await rest.post(`/conversations/${chat.sessionId}/snooze`, { until, note: 'Call the workshop' });
  await server.kill();
  await server.run();
  await vi.waitFor(async () => {
    const [told] = await rest.get('/notifications');
    expect(told?.title).toMatch(/^Follow up/);
    expect(told?.message).toBe('Call the workshop');
  }, PATIENCE);
  const session = await rest.get(`/chat/sessions/${chat.sessionId}`);
  expect(session.snoozedUntil).toBeNull();
  chat.user.close();
  chat.agent.close();
  await server.dispose();
});

describe('transcripts by mail', () => {
  const FROM = 'Kestrel Support <desk@kestrel.example>';

  test('text and HTML say the same, and nothing that was written is markup', async () => {
    const mail = await MailServer.start({ user: 'desk', password: 'p@ss/word' });
    const server = await Server.start({ SMTP_URL: mail.url, MAIL_FROM: FROM });
    const chat = await activeChat(server);
    const { sessionId } = chat;
    const evil = '<img src=x onerror=alert(1)> & "ümlaut"\n.\nlast line';
    await chat.user.ok('chat-message', { sessionId, content: evil });
    await chat.agent.ok('chat-message', { sessionId, content: 'Hello ☺' });
    const agent = new Rest(server, chat.agentClaims);
    await agent.post(`/chat/sessions/${sessionId}/notes`, { content: 'A secret' });
    const sent = await agent.post(`/conversations/${sessionId}/transcript`);
    expect(sent.to).toBe(chat.userClaims.email);
    await vi.waitFor(() => expect(mail.mails).toHaveLength(1), PATIENCE);
    const [received] = mail.mails;
    expect(received?.recipients).toEqual([chat.userClaims.email]);
    expect(received?.from?.text).toBe('"Kestrel Support" <desk@kestrel.example>');
    expect(received?.subject).toBe('Your chat with Frontdesk: Brakes');
    expect(received?.messageId).toBe(`<${sent.messageId}>`);
    expect(received?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(Math.abs(Date.now() - (received?.date?.getTime() ?? 0))).toBeLessThan(60_000);
    for (const line of ['<img src=x onerror=alert(1)> & "ümlaut"\n.\nlast line', 'Hello ☺']) {
      expect(received?.text).toContain(line);
    }
    expect(received?.text).toContain('All times are UTC.');
    const html = String(received?.html);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;ümlaut&quot;');
    expect(received?.text + html).not.toContain('A secret');
    await leave(chat);
    await server.dispose();
    await mail.close();
  });

  test('a server that is away or busy gets it later, one that refuses for good does not', async () => {
    let busy = true;
    const mail = await MailServer.start({
      refuse: (to) =>
        to.startsWith('nobody')
          ? { code: 550, message: 'no such mailbox' }
          : busy
            ? { code: 451, message: 'try again later' }
            : undefined,
    });
    const server = await Server.start({ SMTP_URL: mail.url, MAIL_FROM: FROM });
    const people = [
      { ...someone('user'), email: 'nobody@example.com' },
      { ...someone('user'), email: 'somebody@example.com' },
    ];
    for (const person of people) {
      const rest = new Rest(server, person);
      const chat = await rest.post('/chat/initiate', { initialMessage: 'Hello' });
      await rest.post(`/conversations/${chat.sessionId}/transcript`);
    }
    await vi.waitFor(() => {
      expect(mail.refused).toContain('nobody@example.com');
      expect(mail.refused).toContain('somebody@example.com');
    }, PATIENCE);
    busy = false;
    await vi.waitFor(() => expect(mail.mails).toHaveLength(1), { ...PATIENCE, timeout: 20_000 });
    expect(mail.mails[0]?.recipients).toEqual(['somebody@example.com']);
    expect(mail.refused.filter((to) => to.startsWith('nobody'))).toHaveLength(1);
    await server.dispose();
    await mail.close();
  });

  test('a transcript that was asked for is sent after a crash', async () => {
    let busy = true;
    const mail = await MailServer.start({
      refuse: () => (busy ? { code: 451, message: 'try again later' } : undefined),
    });
    const server = await Server.start({ SMTP_URL: mail.url, MAIL_FROM: FROM });
    const rest = new Rest(server, someone('user'));
    const chat = await rest.post('/chat/initiate', { initialMessage: 'Hello' });
    const sent = await rest.post(`/conversations/${chat.sessionId}/transcript`);
    await vi.waitFor(() => expect(mail.refused.length).toBeGreaterThan(0), PATIENCE);
    await server.kill();
    busy = false;
    await server.run();
    // Should the crash have come before the refusal was noted, the job's lease must end first.
    await vi.waitFor(() => expect(mail.mails).toHaveLength(1), { ...PATIENCE, timeout: 90_000 });
    expect(mail.mails[0]?.messageId).toBe(`<${sent.messageId}>`);
    await server.dispose();
    await mail.close();
  }, 100_000);

  test('the doctor signs in at the mail server, and says what is wrong', async () => {
    const mail = await MailServer.start({ user: 'desk', password: 'right' });
    const server = await Server.start({ SMTP_URL: mail.url, MAIL_FROM: FROM });
    expect(await server.command(['doctor'])).toMatch(/ok\s+mail\s+127\.0\.0\.1:\d+ takes mail/);
    const wrong = mail.url.replace('right', 'wrong');
    await expect(server.command(['doctor', '--smtp-url', wrong])).rejects.toThrow(
      /BAD\s+mail.*wrong password/,
    );
    await mail.close();
    await expect(server.command(['doctor'])).rejects.toThrow(/BAD\s+mail/);
    await server.dispose();
  });
});
