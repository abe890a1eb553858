// The page of deliveries: what was sent and what was given up, with each attempt, and sending it
// again.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { MailServer } from '../harness/mail';
import { choose } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

test('an admin finds a mail that was given up, sees why, and sends it again', async ({ open }) => {
  let isFull = true;
  const mail = await MailServer.start({
    refuse: (recipient) =>
      isFull && recipient.startsWith('gone')
        ? { code: 554, message: 'this is refused for good' }
        : undefined,
  });
  const desk = await Server.start({
    SMTP_URL: mail.url,
    MAIL_FROM: 'Support <support@desk.example>',
    NOTIFY_EMAIL_DELAY_SECONDS: '0',
  });
  try {
    const [lucky, unlucky] = [someone(), { ...someone(), email: 'gone@example.com' }];
    const agent = new Rest(desk, someone('agent'));
    for (const claims of [lucky, unlucky]) {
      const ticket = await new Rest(desk, claims).post('/tickets', {
        subject: 'The stand wobbles',
        description: 'On every ground.',
      });
      await agent.post(`/tickets/${ticket.id}/responses`, { response: 'Try the bolt.' });
    }
    const boss = someone('admin');
    const states = async () => {
      const all = await new Rest(desk, boss).get('/deliveries?channel=email');
      return all.map(({ state }: { state: string }) => state).sort();
    };
    await expect.poll(states).toEqual(['dead', 'sent']);

    const admin = await open('/console/settings/deliveries', { as: boss, at: desk });
    const card = admin.getByRole('region', { name: 'E-mail', exact: true });
    await expect(card.getByText('Works')).toBeVisible();
    await expect(card.getByText(/^1 sent/)).toBeVisible();
    const rows = admin.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
    await expect(rows).toHaveCount(2);
    await expectNoBarriers(admin, 'deliveries');
    await expectNoSidewaysScroll(admin, 'deliveries');

    await choose(admin, 'State', 'Given up');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(unlucky.name);
    await expect(admin).toHaveURL(/state=dead/);
    // An address is told to nobody in full.
    await expect(rows).not.toContainText('gone@example.com');
    await rows.getByRole('button').click();
    const dialog = admin.getByRole('dialog');
    await expect(dialog.getByRole('region', { name: 'Attempts' })).toContainText('Given up');
    await expectNoBarriers(admin, 'a delivery');
    await expectNoSidewaysScroll(admin, 'a delivery');

    isFull = false;
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await expect(admin.getByText('It is on its way again', { exact: true })).toBeVisible();
    await expect
      .poll(() => mail.mails.flatMap(({ recipients }) => recipients))
      .toContain('gone@example.com');
    await expect(dialog.getByText('Sent', { exact: true }).first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(rows).toHaveCount(0);
  } finally {
    await desk.dispose();
    await mail.close();
  }
});

test('everything that was given up is sent again once it was confirmed', async ({ open }) => {
  let refuses = true;
  const mail = await MailServer.start({
    refuse: () => (refuses ? { code: 554, message: 'not from you' } : undefined),
  });
  const desk = await Server.start({
    SMTP_URL: mail.url,
    MAIL_FROM: 'Support <support@desk.example>',
    NOTIFY_EMAIL_DELAY_SECONDS: '0',
  });
  try {
    const [claims, boss] = [someone(), someone('admin')];
    const ticket = await new Rest(desk, claims).post('/tickets', {
      subject: 'The stand wobbles',
      description: 'On every ground.',
    });
    await new Rest(desk, someone('agent')).post(`/tickets/${ticket.id}/responses`, {
      response: 'Try the bolt.',
    });
    const dead = () => new Rest(desk, boss).get('/deliveries?state=dead');
    await expect.poll(async () => (await dead()).length).toBe(1);
    refuses = false;
    const admin = await open('/console/settings/deliveries', { as: boss, at: desk });
    await admin.getByRole('button', { name: 'Send again what was given up' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await dead()).toHaveLength(1);
    await admin.getByRole('button', { name: 'Send again what was given up' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await expect(admin.getByText('1 delivery on the way again', { exact: true })).toBeVisible();
    await expect.poll(async () => (await dead()).length).toBe(0);
  } finally {
    await desk.dispose();
    await mail.close();
  }
});

test('nobody but admins sees deliveries and webhooks', async ({ open }) => {
  const agent = someone('agent');
  for (const section of ['deliveries', 'webhooks']) {
    const page = await open(`/console/settings/${section}`, { as: agent });
    await expect(page.getByText('Only admins can see this.')).toBeVisible();
  }
});
