// The real binary, killed at every step from a notification to each channel's other side. Whatever
// the step, the notification is in the app exactly once, and reaches each channel at least once
// under one idempotency key; more than once only where nobody could write down that it had.
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { answered, CHANNELS, type Channel, deliveries, Outside } from '../harness/outside';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { DEFAULT, type Json, Wire } from '../harness/wire';

const TO_PEOPLE = ['email', 'push', 'sms'] as const;
const WEBHOOK = ['webhook'] as const;

interface Step {
  point: string;
  /** What is set up, and what arrives at the point before the kill. */
  channels: readonly Channel[];
  arrivals: number;
  /** How often each may be at the other side in the end. */
  times: readonly number[];
}

const STEPS: Step[] = [
  // What leaves is decided for all of a person's channels at once, and for webhooks by themselves.
  { point: 'before-plan', channels: TO_PEOPLE, arrivals: 1, times: [1] },
  { point: 'before-plan', channels: WEBHOOK, arrivals: 1, times: [1] },
  { point: 'after-plan', channels: TO_PEOPLE, arrivals: 1, times: [1] },
  // A webhook waits for nothing: it may be under way when the server is killed.
  { point: 'after-plan', channels: WEBHOOK, arrivals: 1, times: [1, 2] },
  { point: 'before-send', channels: CHANNELS, arrivals: 4, times: [1] },
  { point: 'after-send', channels: CHANNELS, arrivals: 4, times: [2] },
  { point: 'after-settle', channels: CHANNELS, arrivals: 4, times: [1] },
];

/** Past the leases of the life before. */
const SECOND_LIFE = { FRONTDESK_FAIL_POINT: '', FRONTDESK_CLOCK_AHEAD: '90' };
/** What is planned in the first life is due in the second, where nothing waits. */
const LATER = {
  NOTIFY_EMAIL_DELAY_SECONDS: '60',
  NOTIFY_PUSH_DELAY_SECONDS: '60',
  NOTIFY_SMS_DELAY_SECONDS: '60',
};

/** The keys under which something has come by a channel, each as often as it came. */
function keys(outside: Outside, channel: Channel): string[] {
  switch (channel) {
    case 'email':
      return outside.mails.map(({ messageId }) => messageId ?? '');
    case 'push':
      return outside.push.received.map(({ headers }) => String(headers.topic));
    case 'sms':
      return outside.texts.map(({ headers }) => headers['idempotency-key']);
    case 'webhook':
      return outside.hook.received.map(({ headers }) => String(headers['webhook-id']));
  }
}

/** What has come, in words. */
function words(outside: Outside, channel: Channel): string[] {
  const { hook, push, browser, secret } = outside;
  switch (channel) {
    case 'email':
      return outside.mails.map(({ text }) => text ?? '');
    case 'push':
      return push.received.map((one) => browser.read(one).body);
    case 'sms':
      return outside.texts.map(({ body }) => body);
    case 'webhook':
      return hook.received.map(({ body, headers }) => {
        const told = new Webhook(secret).verify(body, headers as Record<string, string>) as Json;
        return told.data.response.response;
      });
  }
}

describe.concurrent('killed', () => {
  test.each(STEPS)('at $point of $channels', async ({ point, channels, arrivals, times }) => {
    const outside = await Outside.start();
    const isPlan = point.endsWith('-plan');
    const server = await Server.start({
      ...outside.env,
      FRONTDESK_FAIL_POINT: `${point}:1:hang`,
    });
    try {
      // Before its first life with the delays, the people and the endpoint are made known.
      const [sam, admin] = [someone('agent'), someone('admin')];
      const toPeople = channels.includes('email');
      const { email, ...nameless } = someone('user');
      const maya = toPeople ? { ...nameless, email } : nameless;
      if (toPeople) await outside.reaches(server, maya);
      if (channels.includes('webhook')) await outside.listens(server, admin);
      if (isPlan && toPeople) {
        await server.kill();
        await server.run(LATER);
      }
      const tab = await Wire.as(server, '/', maya, DEFAULT);
      const reached = server.says(`failure point ${point}`, arrivals);
      await answered(server, maya, sam);
      await tab.next('notification');
      await reached;
      await server.kill();
      tab.close();

      await server.run(SECOND_LIFE);
      const later = await Wire.as(server, '/', maya, DEFAULT);
      expect(await later.payload('unread-count')).toEqual({ count: 1 });
      for (const channel of channels) {
        const [only, ...others] = await deliveries(server, admin, channel, (all) =>
          expect(all.map(({ state }) => state)).toEqual(['sent']),
        );
        expect(others).toEqual([]);
        const came = keys(outside, channel);
        expect(times, `${channel}: ${came}`).toContain(came.length);
        expect(new Set(came).size).toBe(1);
        // The push service knows a key of another form, made of the same.
        const key = { email: `<${only.id}@desk.example>`, push: came[0] }[channel as string];
        expect(came[0]).toBe(key ?? only.id);
        expect(only.idempotencyKey).toBeTruthy();
        for (const said of words(outside, channel)) expect(said).toContain('Try the bolt.');
      }
      // In the app: once, and not told again.
      const list = await new Rest(server, maya).get('/notifications');
      expect(list.map(({ type }: Json) => type)).toEqual(['ticket-response']);
      expect(later.pending('notification')).toEqual([]);
      later.close();
    } finally {
      await server.dispose();
      await outside.close();
    }
  });
});
