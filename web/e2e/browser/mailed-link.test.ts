// Signing in to the portal by a mailed link: a page with a button, one press.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { MailServer } from '../harness/mail';
import { Server } from '../harness/server';

test('a customer signs in by a link that is mailed, with the keyboard, once', async ({ open }) => {
  const mail = await MailServer.start();
  const env = { SMTP_URL: mail.url, MAIL_FROM: 'Desk <desk@desk.example>' };
  const desk = await Server.start(env);
  try {
    const page = await open('/sign-in', { at: desk });
    const email = page.getByLabel('E-mail');
    await email.fill('Noor@example.com');
    await expectNoBarriers(page, 'asking for a link');
    await email.press('Enter');
    const sent = page.getByRole('status').filter({ hasText: 'Noor@example.com' });
    await expect(sent).toBeFocused();
    await expect.poll(() => mail.mails.length).toBe(1);
    expect(mail.mails[0]?.recipients).toEqual(['noor@example.com']);
    const token = /\/sign-in\/link#(\w+)/.exec(mail.mails[0]?.text ?? '')?.[1] ?? '';
    expect(token).not.toBe('');

    // Whoever only looks at the page uses nothing up.
    const scanner = await open(`/sign-in/link#${token}`, { at: desk });
    await expect(scanner.getByRole('button', { name: 'Sign in' })).toBeVisible();
    const link = await open(`/sign-in/link#${token}`, { at: desk });
    const button = link.getByRole('button', { name: 'Sign in' });
    await expect(button).toBeVisible();
    await expect(link).toHaveURL(`${desk.url}/sign-in/link`);
    await expectNoBarriers(link, 'a mailed link');
    await expectNoSidewaysScroll(link, 'a mailed link');
    await button.press('Enter');
    await expect(link).toHaveURL(/\/(tickets|conversations)$/);
    await link.reload();
    await expect(link.getByRole('button', { name: 'Sign in' })).toHaveCount(0);

    // The second press finds it used, and offers another.
    await scanner.getByRole('button', { name: 'Sign in' }).click();
    await expect(scanner.getByText(/was used already or is too old/)).toBeVisible();
    await expect(scanner.getByRole('button', { name: 'Mail me a link' })).toBeVisible();
    await expectNoBarriers(scanner, 'a link that is over');
  } finally {
    await desk.dispose();
    await mail.close();
  }
});
