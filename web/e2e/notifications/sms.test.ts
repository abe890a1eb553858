// SMS through the real binary: only to a number that was confirmed, by a provider that speaks as
// Twilio does and by one that takes JSON, with the receipts of each.
import { createHmac } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import {
  answered,
  confirmNumber,
  deliveries,
  NUMBER,
  PATIENCE,
  SMS_TOKEN,
} from '../harness/outside';
import { someone } from '../harness/people';
import { Receiver } from '../harness/receiver';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import type { Json } from '../harness/wire';

const ACCOUNT = 'AC0123456789abcdef';
const TOKEN = 'auth-token';

let server: Server;
let provider: Receiver;
afterEach(async () => {
  await server?.dispose();
  await provider?.close();
});

async function start(url: (place: string) => string): Promise<void> {
  provider = await Receiver.start();
  server = await Server.start({
    SMS_URL: url(provider.place),
    NOTIFY_SMS_DELAY_SECONDS: '0',
    NOTIFY_SMS_PER_SECOND: '0',
  });
}

type Person = [ReturnType<typeof someone>, Rest];

/** Somebody who wants SMS about answers, and has given a number. */
async function withNumber(): Promise<Person> {
  const claims = someone();
  const rest = new Rest(server, claims);
  await rest.put('/notifications/preferences', {
    channels: { 'ticket-response': { sms: true } },
  });
  await rest.post('/notifications/phone', { number: NUMBER });
  return [claims, rest];
}

/**
 * Somebody whose number is confirmed, and a code that was sent for it. Somebody else has an answer
 * before, and a number that is not: what is planned in order would have come before theirs.
 */
async function confirmed(): Promise<Person> {
  const [other, otherRest] = await withNumber();
  await expect(otherRest.post('/notifications/phone/confirm', { code: '0' })).rejects.toThrow();
  await answered(server, other, someone('agent'), 'To nobody');
  const maya = await withNumber();
  await confirmNumber(maya[1], provider);
  // Their two codes, and one more.
  expect(provider.received).toHaveLength(3);
  return maya;
}

const sent = (all: Json[]) => expect(all.map(({ state }) => state)).toEqual(['sent']);
const arrived = (all: Json[]) => expect(all[0]?.deliveredAt).toBeTruthy();

/** Signed as Twilio signs: the address, then each name and value in order. */
function receipt(url: string, form: Record<string, string>, token = TOKEN): Promise<Response> {
  const pairs = Object.entries(form).sort();
  const text = url + pairs.map(([name, value]) => name + value).join('');
  const signature = createHmac('sha1', token).update(text).digest('base64');
  const body = new URLSearchParams(form);
  return fetch(url, { method: 'POST', headers: { 'X-Twilio-Signature': signature }, body });
}

test('a provider that speaks as Twilio does, and its signed receipts', async () => {
  await start((place) => `twilio://${ACCOUNT}:${TOKEN}@${place}?from=+15551234567&http=true`);
  const admin = someone('admin');
  provider.status = 201;
  provider.answer = '{"sid":"SM1"}';
  const [maya, rest] = await confirmed();
  await answered(server, maya, someone('agent'), 'It is on its way');
  await vi.waitFor(() => expect(provider.received).toHaveLength(4), PATIENCE);
  const { path, headers, body } = provider.received[3] as (typeof provider.received)[number];
  expect(path).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`);
  const basic = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
  expect(headers.authorization).toBe(`Basic ${basic}`);
  const form = new URLSearchParams(body);
  expect(form.get('From')).toBe('+15551234567');
  expect(form.get('To')).toBe(NUMBER);
  expect(form.get('Body')).toContain('It is on its way');
  const [row] = await deliveries(server, admin, 'sms', sent);
  expect(headers['idempotency-key']).toBe(row.id);
  expect(row.to).not.toContain(NUMBER.slice(4, 10));
  const callback = form.get('StatusCallback') ?? '';
  expect(callback).toBe(`${server.url}/api/support/inbound/sms?message=${row.id}`);

  const delivered = { MessageSid: 'SM1', MessageStatus: 'delivered' };
  expect((await receipt(callback, delivered, 'another token')).status).toBe(403);
  const [unsaid] = await deliveries(server, admin, 'sms', sent);
  expect(unsaid.deliveredAt).toBeNull();
  expect((await receipt(callback, delivered)).status).toBe(200);
  await deliveries(server, admin, 'sms', arrived);

  // The carrier does not know the number any more: nothing goes there until it is confirmed again.
  const gone = { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30005' };
  expect((await receipt(callback, gone)).status).toBe(200);
  const { phone } = await rest.get('/notifications/preferences');
  expect(phone?.confirmed ?? false).toBe(false);
});

test('a provider that takes JSON, and its receipts', async () => {
  await start((place) => `http://:${encodeURIComponent(SMS_TOKEN)}@${place}/send?from=Desk`);
  const admin = someone('admin');
  provider.answer = '{"id":"p1"}';
  const [maya] = await confirmed();
  await answered(server, maya, someone('agent'), 'It is on its way');
  await vi.waitFor(() => expect(provider.received).toHaveLength(4), PATIENCE);
  const { path, headers, body } = provider.received[3] as (typeof provider.received)[number];
  const [row] = await deliveries(server, admin, 'sms', sent);
  expect(path).toBe('/send');
  expect(headers).toMatchObject({
    authorization: `Bearer ${SMS_TOKEN}`,
    'idempotency-key': row.id,
  });
  const message = JSON.parse(body);
  expect(message).toMatchObject({ id: row.id, from: 'Desk', to: NUMBER, segments: 1 });
  expect(message.body).toContain('It is on its way');

  const tell = (token: string) =>
    fetch(message.receipts, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: row.id, providerId: 'p1', status: 'delivered' }),
    });
  expect((await tell('another token')).status).toBe(403);
  expect((await tell(SMS_TOKEN)).status).toBe(200);
  await deliveries(server, admin, 'sms', arrived);
});
