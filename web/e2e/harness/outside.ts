// Everything outside by which a desk reaches people who are not looking, each a peer of the test's
// own: a mail server, a push service, an SMS provider and a webhook's endpoint.
import { vi } from 'vitest';
import { type Mail, MailServer } from './mail';
import { PushBrowser } from './push-browser';
import { Receiver } from './receiver';
import { Rest } from './rest';
import type { Server } from './server';
import type { Claims } from './tokens';
import type { Json } from './wire';

export const CHANNELS = ['email', 'push', 'sms', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** For what has no event to await. */
export const PATIENCE = { timeout: 40_000, interval: 50 };
export const NUMBER = '+4915112345678';
export const SMS_TOKEN = 'the token of the provider';

export class Outside {
  readonly browser: PushBrowser;
  /** Of the webhook, once there is one. */
  secret = '';

  private constructor(
    readonly mail: MailServer,
    readonly push: Receiver,
    readonly sms: Receiver,
    readonly hook: Receiver,
  ) {
    this.browser = new PushBrowser(`http://${push.place}/push/a-browser`);
  }

  static async start(): Promise<Outside> {
    const receivers = Promise.all([Receiver.start(), Receiver.start(), Receiver.start()]);
    const [push, sms, hook] = await receivers;
    push.status = 201;
    return new Outside(await MailServer.start(), push, sms, hook);
  }

  /** The settings of a desk that reaches it, without waiting for company. */
  get env(): Record<string, string> {
    return {
      SMTP_URL: this.mail.url,
      MAIL_FROM: 'Desk <desk@desk.example>',
      SMS_URL: `http://:${encodeURIComponent(SMS_TOKEN)}@${this.sms.place}/send?from=Desk`,
      WEBHOOK_ALLOW_PRIVATE: 'true',
      NOTIFY_EMAIL_DELAY_SECONDS: '0',
      NOTIFY_PUSH_DELAY_SECONDS: '0',
      NOTIFY_SMS_DELAY_SECONDS: '0',
      NOTIFY_SMS_PER_SECOND: '0',
    };
  }

  /** Mail about notifications; not that about an account. */
  get mails(): Mail[] {
    return this.mail.mails.filter(({ headers }) => headers.has('list'));
  }

  /** SMS that are no codes. */
  get texts(): Json[] {
    const all = this.sms.received.map((one) => ({ ...one, ...JSON.parse(one.body) }));
    return all.filter(({ body }) => !body.includes('is your code'));
  }

  /** The person's browser and confirmed number. */
  async reaches(server: Server, claims: Claims): Promise<void> {
    const rest = new Rest(server, claims);
    await rest.post('/notifications/push-subscriptions', this.browser.subscription);
    await confirmNumber(rest, this.sms);
    await rest.put('/notifications/preferences', {
      channels: { 'ticket-response': { email: 'at-once', push: true, sms: true } },
    });
  }

  /** An endpoint that is told of responses. */
  async listens(server: Server, admin: Claims): Promise<void> {
    const made = await new Rest(server, admin).post('/webhooks', {
      url: `http://${this.hook.place}/hook`,
      description: 'The shop',
      events: ['ticket.response.created'],
    });
    this.secret = made.secret;
  }

  async close(): Promise<void> {
    const receivers = [this.push, this.sms, this.hook];
    await Promise.all([this.mail, ...receivers].map((one) => one.close()));
  }
}

/** Gives a number and confirms it by the code that the provider was handed. */
export async function confirmNumber(rest: Rest, provider: Receiver): Promise<void> {
  await rest.post('/notifications/phone', { number: NUMBER });
  const body = decodeURIComponent(provider.received.at(-1)?.body.replaceAll('+', ' ') ?? '');
  const [code] = /\b\d{6}\b(?= is your code)/.exec(body) ?? [];
  await rest.post('/notifications/phone/confirm', { code });
}

/** A ticket of one person that another has answered. */
export async function answered(
  server: Server,
  maya: Claims,
  sam: Claims,
  response = 'Try the bolt.',
): Promise<Json> {
  const ticket = await new Rest(server, maya).post('/tickets', {
    subject: 'The stand wobbles',
    description: 'On every ground.',
  });
  await new Rest(server, sam).post(`/tickets/${ticket.id}/responses`, { response });
  return ticket;
}

/** The deliveries of a channel, once the given test holds for them. */
export async function deliveries(
  server: Server,
  admin: Claims,
  channel: Channel,
  holds: (all: Json[]) => void,
): Promise<Json[]> {
  let all: Json[] = [];
  await vi.waitFor(async () => {
    all = await new Rest(server, admin).get(`/deliveries?channel=${channel}`);
    holds(all);
  }, PATIENCE);
  return all;
}
