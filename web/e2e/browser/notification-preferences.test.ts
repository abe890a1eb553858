// The notification settings: what is chosen is what holds, and the link in a mail ends that mail.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { MailServer } from '../harness/mail';
import { choose } from '../harness/pages';
import { someone } from '../harness/people';
import { Receiver } from '../harness/receiver';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

const FROM = 'Support <support@desk.example>';

test('what a customer chooses holds at once, and after a reload', async ({ open }) => {
  const mail = await MailServer.start();
  const desk = await Server.start({ SMTP_URL: mail.url, MAIL_FROM: FROM });
  try {
    const claims = someone();
    const stored = () => new Rest(desk, claims).get('/notifications/preferences');
    const page = await open('/notifications', { as: claims, at: desk });
    const table = page.getByRole('table', { name: 'What reaches me where' });
    await expect(table.getByRole('row')).not.toHaveCount(0);
    await expect(page.getByText('This help desk sends no SMS.')).toBeVisible();
    await expect(page.getByText(claims.email)).toBeVisible();
    await expectNoBarriers(page, 'settings');
    await expectNoSidewaysScroll(page, 'settings');

    await choose(page, 'Replies: E-mail', 'Once a day');
    await page.getByRole('checkbox', { name: 'Ticket changes: Push' }).click();
    await expect(page.getByText('Saved')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: 'Announcements: Here' })).toBeDisabled();
    await expect(page.getByRole('checkbox', { name: 'Replies: SMS' })).toBeDisabled();
    await page.getByRole('checkbox', { name: 'Leave me in peace at certain hours' }).click();
    await page.getByLabel('From', { exact: true }).fill('21:30');
    await page.getByText('Sun', { exact: true }).click();
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await choose(page, 'Replies: when unread', 'After 15 minutes');
    await expect.poll(stored).toMatchObject({
      channels: {
        'ticket-response': { email: 'daily', escalate: { afterMinutes: 15, to: 'email' } },
        'ticket-update': { push: false },
      },
      quietHours: { from: '21:30', to: '07:00', days: [1, 2, 3, 4, 5, 6] },
      timeZone: 'Europe/Berlin',
    });
    await expectNoBarriers(page, 'settings with quiet hours');
    await expectNoSidewaysScroll(page, 'settings with quiet hours');

    await page.reload();
    await expect(page.getByRole('combobox', { name: 'Replies: E-mail' })).toHaveText('Once a day');
    await expect(page.getByLabel('From', { exact: true })).toHaveValue('21:30');
    await choose(page, 'Replies: when unread', 'Don’t');
    await expect
      .poll(async () => (await stored()).channels['ticket-response'].escalate)
      .toBeUndefined();
  } finally {
    await desk.dispose();
    await mail.close();
  }
});

test('an agent has settings of their own in the console', async ({ open, desk }) => {
  const claims = someone('agent');
  const page = await open('/console/chats', { as: claims });
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'My notifications' }).click();
  await page.getByRole('checkbox', { name: 'Mentions: Push' }).click();
  await expect
    .poll(async () => {
      const { channels } = await new Rest(desk, claims).get('/notifications/preferences');
      return channels.mentioned.push;
    })
    .toBe(false);
  await expectNoBarriers(page, 'settings of an agent');
  await expectNoSidewaysScroll(page, 'settings of an agent');
});

test('a ticket is muted on its page and unmuted in the settings', async ({ open, desk }) => {
  const claims = someone();
  const rest = new Rest(desk, claims);
  const ticket = await rest.post('/tickets', {
    subject: 'The stand wobbles',
    description: 'On every ground.',
  });
  const page = await open(`/tickets/${ticket.id}`, { as: claims });
  await page.getByRole('button', { name: 'Mute this ticket' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mute this ticket' });
  await expectNoBarriers(page, 'mute');
  await dialog.getByRole('button', { name: 'Until I turn it on again' }).click();
  await expect(page.getByRole('button', { name: 'Unmute this ticket' })).toBeVisible();
  await page.goto(`${desk.url}/notifications`);
  const muted = page.getByRole('list', { name: 'Muted conversations' });
  await expect(muted.getByRole('listitem')).toContainText('The stand wobbles');
  await muted.getByRole('button', { name: 'Unmute The stand wobbles' }).click();
  await expect(page.getByText('None is muted.')).toBeVisible();
  expect((await rest.get('/notifications/preferences')).mutes).toEqual([]);
});

test('an agent mutes a ticket in its menu', async ({ open, desk }) => {
  const ticket = await new Rest(desk, someone()).post('/tickets', {
    subject: 'The mirror is loose',
    description: 'It turns away.',
  });
  const page = await open(`/console/tickets/${ticket.id}`, { as: someone('agent') });
  const menu = page.getByRole('button', { name: 'More to do with this ticket' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Mute…' }).click();
  await page.getByRole('button', { name: 'Until tomorrow morning' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await menu.click();
  await expect(page.getByRole('menuitem', { name: 'Unmute' })).toBeVisible();
});

test('a phone number is confirmed by the code that was sent to it', async ({ open }) => {
  const provider = await Receiver.start();
  const desk = await Server.start({ SMS_URL: `http://:secret@${provider.place}/send?from=Desk` });
  try {
    const claims = someone();
    const page = await open('/notifications', { as: claims, at: desk });
    const number = page.getByLabel('Phone number');
    await number.fill('0151 12345678');
    await page.getByRole('button', { name: 'Send the code' }).click();
    await expect(page.getByText(/Begin with \+/)).toBeVisible();
    await number.fill('+49 151 12345678');
    await page.getByRole('button', { name: 'Send the code' }).click();
    await expect(page.getByText('Not confirmed')).toBeVisible();
    await expectNoBarriers(page, 'a number to confirm');
    await expectNoSidewaysScroll(page, 'a number to confirm');
    const code = /\b\d{6}\b/.exec(provider.received[0]?.body.replace('+4915112345678', '') ?? '');
    await page.getByLabel('Code from the SMS').fill(code?.[0] ?? '');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByText('Confirmed', { exact: true })).toBeVisible();
    const { phone } = await new Rest(desk, claims).get('/notifications/preferences');
    expect(phone).toEqual({ number: '+4915112345678', confirmed: true });
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(number).toBeVisible();
  } finally {
    await desk.dispose();
    await provider.close();
  }
});

test('the link in a mail ends that mail by one click, and brings it back', async ({ open }) => {
  const mail = await MailServer.start();
  const desk = await Server.start({
    SMTP_URL: mail.url,
    MAIL_FROM: FROM,
    NOTIFY_EMAIL_DELAY_SECONDS: '0',
  });
  try {
    const claims = someone();
    const rest = new Rest(desk, claims);
    const ticket = await rest.post('/tickets', {
      subject: 'The stand wobbles',
      description: 'On every ground.',
    });
    const agent = new Rest(desk, someone('agent'));
    await agent.post(`/tickets/${ticket.id}/responses`, { response: 'Try the bolt.' });
    await expect.poll(() => mail.mails.length).toBeGreaterThan(0);
    const link = /https?:\/\/[^\s"<>]*unsubscribe\?token=[\w.-]+/.exec(mail.mails[0]?.text ?? '');
    expect(link).not.toBeNull();

    // Whoever has the mail, signed in or not.
    const page = await open(new URL(link?.[0] ?? '').pathname + new URL(link?.[0] ?? '').search, {
      at: desk,
    });
    await expect(page).toHaveURL(/\/unsubscribe\?token=/);
    await expect(page.getByRole('heading', { name: 'Stop this mail?' })).toBeVisible();
    await expectNoBarriers(page, 'unsubscribe');
    await expectNoSidewaysScroll(page, 'unsubscribe');
    const mutes = async () => (await rest.get('/notifications/preferences')).mutes.length;
    expect(await mutes()).toBe(0);
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await expect(page.getByRole('heading', { name: 'You get no more of this mail' })).toBeVisible();
    expect(await mutes()).toBe(1);
    await page.getByRole('button', { name: 'Undo: send it again' }).click();
    await expect(page.getByRole('heading', { name: 'Stop this mail?' })).toBeVisible();
    expect(await mutes()).toBe(0);

    await page.goto(`${desk.url}/unsubscribe?token=of.somebody.else`);
    await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
    await expectNoBarriers(page, 'a link that does not work');
  } finally {
    await desk.dispose();
    await mail.close();
  }
});
