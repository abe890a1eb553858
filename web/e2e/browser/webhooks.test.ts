// The page of webhooks: an endpoint is made, tried, rested and given a new secret.
import { createHmac } from 'node:crypto';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { someone } from '../harness/people';
import { type Received, Receiver } from '../harness/receiver';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

/** By the Standard Webhooks specification. */
function isSignedBy(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = createHmac('sha256', key).update(signed).digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${signature}`);
}

test('an admin makes a webhook, tries it, and rests it', async ({ open }) => {
  test.setTimeout(120_000);
  const endpoint = await Receiver.start();
  const desk = await Server.start({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  try {
    const admin = await open('/console/settings/webhooks', { as: someone('admin'), at: desk });
    await expect(admin.getByText('No webhooks yet')).toBeVisible();
    await admin.getByRole('button', { name: 'Add a webhook' }).click();
    const dialog = admin.getByRole('dialog', { name: 'Add a webhook' });
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(dialog.getByLabel('Address')).toBeFocused();
    await dialog.getByLabel('Address').fill(`http://${endpoint.place}/hook`);
    await dialog.getByLabel('What it is for (optional)').fill('The shop');
    await dialog.getByText('Every event', { exact: true }).click();
    for (const event of ['chat.started', 'chat.message.created', 'chat.closed']) {
      await dialog.getByText(event, { exact: true }).click();
    }
    await expectNoBarriers(admin, 'a webhook');
    await expectNoSidewaysScroll(admin, 'a webhook');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();

    const kept = admin.getByRole('dialog', { name: 'The secret of The shop' });
    const secret = await kept.getByLabel('Secret').inputValue();
    expect(secret).toMatch(/^whsec_/);
    await expectNoBarriers(admin, 'a secret');
    await expectNoSidewaysScroll(admin, 'a secret');
    await kept.getByRole('button', { name: 'I have kept it' }).click();
    const row = admin.getByRole('main').getByRole('listitem').filter({ hasText: 'The shop' });
    await expect(row).toContainText('ticket.created');
    await expect(row).not.toContainText('chat.started');
    await expect(admin.getByText(secret)).toHaveCount(0);

    await row.getByRole('button', { name: 'Send a test to The shop' }).click();
    await expect(row.getByText(/The test has arrived/)).toBeVisible();
    const [test] = endpoint.received;
    expect(JSON.parse(test?.body ?? '{}')).toMatchObject({ type: 'webhook.test', version: 1 });
    expect(test && isSignedBy(secret, test)).toBe(true);
    await expectNoBarriers(admin, 'webhooks');
    await expectNoSidewaysScroll(admin, 'webhooks');

    await row.getByRole('button', { name: 'New secret for The shop' }).click();
    await admin.getByRole('button', { name: 'Make a new secret' }).click();
    const rotated = await kept.getByLabel('Secret').inputValue();
    expect(rotated).not.toBe(secret);
    await kept.getByRole('button', { name: 'I have kept it' }).click();
    await new Rest(desk, someone()).post('/tickets', {
      subject: 'The stand wobbles',
      description: 'On every ground.',
    });
    await expect.poll(() => endpoint.received.length).toBe(2);
    const event = endpoint.received[1] as Received;
    expect(JSON.parse(event.body).type).toBe('ticket.created');
    // The other side has a day to take the new one.
    expect([isSignedBy(secret, event), isSignedBy(rotated, event)]).toEqual([true, true]);

    await row.getByRole('button', { name: 'Pause The shop' }).click();
    await expect(row.getByText('Paused')).toBeVisible();
    await row.getByRole('button', { name: 'Resume The shop' }).click();
    await expect(row.getByText('Active')).toBeVisible();

    await row.getByRole('link', { name: 'Its deliveries' }).click();
    await expect(admin.getByRole('list', { name: 'Deliveries' }).getByRole('listitem')).toHaveCount(
      2,
    );
  } finally {
    await desk.dispose();
    await endpoint.close();
  }
});

test('a test that fails says what the endpoint has answered', async ({ open }) => {
  const endpoint = await Receiver.start();
  endpoint.status = 500;
  const desk = await Server.start({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  try {
    const boss = someone('admin');
    await new Rest(desk, boss).post('/webhooks', {
      url: `http://${endpoint.place}/hook`,
      description: 'The shop',
      events: ['*'],
    });
    const admin = await open('/console/settings/webhooks', { as: boss, at: desk });
    await admin.getByRole('button', { name: 'Send a test to The shop' }).click();
    await expect(admin.getByText(/The test has failed .*500/)).toBeVisible();
    await admin.getByRole('button', { name: 'Delete The shop' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(admin.getByText('No webhooks yet')).toBeVisible();
  } finally {
    await desk.dispose();
    await endpoint.close();
  }
});
