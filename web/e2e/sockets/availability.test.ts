// What connections hear when somebody is blocked, or stops waiting.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeChat, leave, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { Wire } from '../harness/wire';

let server: Server;

beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.dispose());

test('a blocked customer hears the end of their chat, and is refused until unblocked', async () => {
  const chat = await activeChat(server);
  const { user, agent, sessionId } = chat;
  const userId = chat.userClaims.sub;
  const staff = new Rest(server, someone('agent'));
  await staff.post(`/people/${userId}/block`, { reason: 'Insults' });
  expect(await user.payload('session-closed')).toEqual({ sessionId });
  expect(await agent.payload('session-closed')).toEqual({ sessionId });
  const refused = { success: false, code: 'forbidden', error: expect.stringMatching(/blocked/) };
  expect(await user.request('initiate-chat', {})).toMatchObject(refused);
  const message = { sessionId, content: 'Let me in' };
  expect(await user.request('chat-message', message)).toMatchObject(refused);
  await staff.post(`/people/${userId}/unblock`);
  const next = await user.ok('initiate-chat', {});
  expect(next.resumed).toBe(false);
  await leave({ ...chat, sessionId: next.sessionId });
});

test('a customer who leaves a message ends their waiting chat for everyone', async () => {
  const claims = someone('user');
  const user = await Wire.as(server, '/chat/user', claims);
  const tab = await Wire.as(server, '/chat/user', claims);
  const agent = await Wire.as(server, '/chat/agent', someone('agent'));
  await agent.next('agent-status');
  const chat = await user.ok('initiate-chat', { message: 'Anyone?' });
  expect(chat.availability).toMatchObject({ open: true, reason: 'open', timeZone: 'UTC' });
  const { sessionId } = chat;
  const left = await new Rest(server, claims).post(`/chat/sessions/${sessionId}/leave-message`);
  expect(left).toMatchObject({ ticketId: sessionId, number: expect.any(Number) });
  for (const wire of [user, tab]) {
    expect(await wire.payload('session-closed')).toEqual({ sessionId });
  }
  expect(await agent.payload('session-taken')).toEqual({ sessionId, agentId: null });
  const late = await agent.request('accept-session', { sessionId });
  expect(late).toMatchObject({ success: false, code: 'conflict' });
  for (const wire of [user, tab, agent]) wire.close();
});
