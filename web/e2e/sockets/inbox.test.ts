// The agents' lists are told what has changed, by whatever way it changed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activeChat, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { Wire } from '../harness/wire';

describe('conversations that change', () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.start();
  });
  afterAll(() => server?.dispose());

  /** Until this agent is told that the conversation has changed. */
  const told = (agent: Wire, id: string) =>
    agent.payload('conversations-changed', ({ conversationIds }) => conversationIds.includes(id));

  test('are told to every agent: new ones, messages, notes, tags, what is set aside', async () => {
    const [maya, sam] = [someone('user'), someone('agent')];
    const agents = [
      await Wire.as(server, '/chat/agent', sam),
      await Wire.as(server, '/chat/agent', someone('agent')),
    ];
    const [customer, staff] = [new Rest(server, maya), new Rest(server, sam)];
    const ticket = await customer.post('/tickets', {
      subject: 'Brakes',
      description: 'They squeak',
    });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const doings = [
      async () => ticket,
      () => customer.post(`/tickets/${ticket.id}/responses`, { response: 'Hello?' }),
      () => staff.post(`/tickets/${ticket.id}/responses`, { response: 'A note', internal: true }),
      () =>
        staff.post('/inbox/changes', {
          items: [{ id: ticket.id, change: { addTags: ['brakes'] } }],
        }),
      () => staff.post(`/conversations/${ticket.id}/snooze`, { until: tomorrow }),
      () => staff.post(`/conversations/${ticket.id}/unsnooze`),
    ];
    for (const act of doings) {
      await act();
      for (const agent of agents) {
        const { more, conversationIds } = await told(agent, ticket.id);
        expect(more).toBe(false);
        expect(new Set(conversationIds).size).toBe(conversationIds.length);
      }
    }
    for (const agent of agents) agent.close();
  });

  test('are told of a chat that goes on over sockets, and never to its customer', async () => {
    const chat = await activeChat(server);
    const { sessionId } = chat;
    const colleague = await Wire.as(server, '/chat/agent', someone('agent'));
    await chat.user.ok('chat-message', { sessionId, content: 'Is anybody there?' });
    await told(colleague, sessionId);
    await chat.agent.ok('close-session', { sessionId });
    await told(colleague, sessionId);
    // By now the customer would have heard it, if it were for them.
    await chat.user.next('session-closed');
    expect(chat.user.pending('conversations-changed')).toEqual([]);
    for (const wire of [colleague, chat.user, chat.agent]) wire.close();
  });
});
