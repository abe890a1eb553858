// Each channel from the REST interface to its other side, through the real binary: web push to a
// browser of the test's own, webhooks by the reference library of the specification.
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answered, deliveries, NUMBER, Outside, PATIENCE } from '../harness/outside';
import { someone } from '../harness/people';
import { PushBrowser, vapidClaims } from '../harness/push-browser';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import type { Json } from '../harness/wire';

let outside: Outside;
let server: Server;
const admin = someone('admin');
beforeAll(async () => {
  outside = await Outside.start();
  server = await Server.start(outside.env);
});
afterAll(async () => {
  await server?.dispose();
  await outside?.close();
});

test('a push message is encrypted for the browser and signed by the key it subscribed with', async () => {
  const maya = someone();
  const rest = new Rest(server, maya);
  const { publicKey } = await rest.get('/notifications/push-key');
  const browser = new PushBrowser(`http://${outside.push.place}/push/one`);
  const { id } = await rest.post('/notifications/push-subscriptions', browser.subscription);
  await rest.post(`/notifications/push-subscriptions/${id}/test`);
  const trial = outside.push.received.at(-1);
  if (!trial) throw new Error('nothing has come');
  expect(trial.path).toBe('/push/one');
  expect(browser.read(trial)).toMatchObject({ body: 'Notifications reach this browser.' });
  const stranger = new PushBrowser(browser.endpoint);
  expect(() => stranger.read(trial)).toThrow();

  const before = outside.push.received.length;
  const ticket = await answered(server, maya, someone('agent'), 'Tighten it.');
  await vi.waitFor(() => expect(outside.push.received.length).toBe(before + 1), PATIENCE);
  const message = outside.push.received.at(-1) as (typeof outside.push.received)[number];
  const [told] = await rest.get('/notifications');
  expect(browser.read(message)).toMatchObject({
    title: told.title,
    body: 'Tighten it.',
    url: `/tickets/${ticket.id}`,
    tag: `conversation-${ticket.id}`,
    notificationIds: [told.id],
    count: 1,
  });
  expect(message.headers).toMatchObject({ ttl: '86400', urgency: 'normal' });
  expect(message.headers.topic).toMatch(/^[\w-]{1,32}$/);
  const claims = vapidClaims(message, publicKey);
  expect(claims).toMatchObject({
    aud: `http://${outside.push.place}`,
    sub: 'mailto:desk@desk.example',
  });
  const hours = (claims.exp - Date.now() / 1_000) / 3_600;
  expect(hours > 0 && hours <= 24).toBe(true);

  // Read from the screen, without a sign-in.
  const { readToken } = browser.read(message);
  const read = await new Rest(server).post('/notifications/read', { token: readToken });
  expect(read).toBeDefined();
  expect((await rest.get('/notifications'))[0].read).toBe(true);
});

test('a browser that is gone is forgotten', async () => {
  const maya = someone();
  const rest = new Rest(server, maya);
  const browser = new PushBrowser(`http://${outside.push.place}/push/gone`);
  await rest.post('/notifications/push-subscriptions', browser.subscription);
  outside.push.status = 410;
  try {
    await answered(server, maya, someone('agent'));
    await vi.waitFor(async () => {
      const { pushSubscriptions } = await rest.get('/notifications/preferences');
      expect(pushSubscriptions).toEqual([]);
    }, PATIENCE);
  } finally {
    outside.push.status = 201;
  }
});

test('a webhook is verified by the reference library, and tried again under the same id', async () => {
  outside.hook.status = 503;
  await outside.listens(server, admin);
  const { id } = await answered(server, someone(), someone('agent'), 'Verified');
  await vi.waitFor(() => expect(outside.hook.received).toHaveLength(1), PATIENCE);
  outside.hook.status = 204;
  const [waiting] = await deliveries(server, admin, 'webhook', ([one]) =>
    expect(one?.lastError).toMatch(/503/),
  );
  await new Rest(server, admin).post(`/deliveries/${waiting.id}/replay`);
  await vi.waitFor(() => expect(outside.hook.received).toHaveLength(2), PATIENCE);
  const webhook = new Webhook(outside.secret);
  for (const { body, headers } of outside.hook.received) {
    const told = webhook.verify(body, headers as Record<string, string>) as Json;
    expect(told).toMatchObject({ type: 'ticket.response.created', version: 1 });
    expect(told.data.response).toMatchObject({ ticketId: id, response: 'Verified' });
    expect(headers['webhook-id']).toBe(waiting.id);
    const forged = body.replace('Verified', 'Forged!!');
    expect(() => webhook.verify(forged, headers as Record<string, string>)).toThrow();
  }
});

test('people hear by mail of a number that was confirmed, and of an account that was made', async () => {
  const maya = someone();
  await outside.reaches(server, maya);
  await server.command(['admin', 'create', '--email', 'boss@desk.example'], 'a long password\n');
  const about = (address: string) => {
    const found = outside.mail.mails.find(({ recipients }) => recipients.includes(address));
    if (!found) throw new Error(`nothing has come to ${address}`);
    return found;
  };
  await vi.waitFor(() => about('boss@desk.example'), PATIENCE);
  const made = about('boss@desk.example');
  expect(made.text).toContain(`Sign in: ${server.url}/console`);
  const number = await vi.waitFor(() => about(maya.email), PATIENCE);
  expect(number.subject).toBe('A number was added to your account');
  expect(number.text).not.toContain(NUMBER);
  expect(number.text).toContain(`${server.url}/notifications`);
  // It is no mail that anybody could unsubscribe from.
  for (const mail of [made, number]) expect(mail.headers.has('list')).toBe(false);
});
