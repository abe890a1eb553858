// Notifications of one person, on all their tabs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { type Claims, token } from '../harness/tokens';
import { type Json, VARIANTS, Wire } from '../harness/wire';

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.dispose());

async function rest(claims: Claims, method: string, path: string, body?: object): Promise<Json> {
  const response = await fetch(`${server.url}/api/support${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token(claims)}`,
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as Json;
  expect(answer, `${method} ${path}`).toMatchObject({ success: true });
  return answer;
}

describe.each(VARIANTS)('client $client over $transport', (variant) => {
  test('an answer to a ticket is announced to every tab, and read on one is read on all', async () => {
    const [maya, sam] = [someone('user'), someone('agent')];
    const tabs = await Promise.all([1, 2].map(() => Wire.as(server, '/', maya, variant)));
    for (const tab of tabs) expect(await tab.payload('unread-count')).toEqual({ count: 0 });
    const ticket = (
      await rest(maya, 'POST', '/tickets', {
        subject: 'A flat tyre',
        description: 'It has lost its air.',
        category: 'repairs',
        priority: 'high',
      })
    ).data;
    await rest(sam, 'POST', `/tickets/${ticket.id}/responses`, { response: 'Bring it in' });
    const [tab, other] = tabs as [Wire, Wire];
    await tab.next('ticket-changed', ({ ticketId }) => ticketId === ticket.id);
    const heard = await tab.payload('notification', (one) => one.type === 'ticket-response');
    expect(heard).toMatchObject({
      id: expect.any(String),
      type: 'ticket-response',
      title: expect.any(String),
      message: expect.any(String),
      read: false,
      createdAt: expect.any(String),
    });
    expect(await other.payload('notification', (one) => one.id === heard.id)).toEqual(heard);
    for (const one of tabs) await one.next('unread-count', ({ count }) => count > 0);

    await tab.ok('mark-notification-read', { notificationId: heard.id });
    await other.next('notification-read', ({ notificationId }) => notificationId === heard.id);
    await tab.ok('mark-all-notifications-read');
    for (const one of tabs) await one.next('unread-count', ({ count }) => count === 0);

    const later = await Wire.as(server, '/', maya, variant);
    expect(await later.payload('unread-count')).toEqual({ count: 0 });
    for (const one of [...tabs, later]) one.close();
  });

  test('somebody else’s notification can’t be marked', async () => {
    const wire = await Wire.as(server, '/', someone(), variant);
    const ack = await wire.request('mark-notification-read', {
      notificationId: '01890a5d-ac96-774b-bcce-b302099a8057',
    });
    expect(ack).toMatchObject({ success: false, code: 'not-found' });
    expect(await wire.request('mark-notification-read', {})).toMatchObject({
      success: false,
      code: 'invalid-input',
    });
    wire.close();
  });
});
