// The page of mail that came in: what became of each, and what was set aside is looked at and
// read again.
import { readFile } from 'node:fs/promises';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { choose } from '../harness/pages';
import { someone } from '../harness/people';
import { Server } from '../harness/server';

const SECRET = 'a secret of the provider';

test('an admin sees what became of a mail, downloads one that was set aside, and has it read again', async ({
  open,
}) => {
  const desk = await Server.start({ MAIL_HOOK_SECRET: SECRET });
  try {
    const post = async (mail: string) => {
      const answer = await fetch(`${desk.url}/api/support/inbound/mail`, {
        method: 'POST',
        headers: { 'Content-Type': 'message/rfc822', 'X-Mail-Hook-Secret': SECRET },
        body: mail,
      });
      expect(answer.status).toBe(202);
    };
    await post('From: Maya <maya@example.org>\nSubject: My brakes squeak\n\nThe left one.\n');
    await post('Subject: From nobody\n\nWho am I?\n');

    const admin = await open('/console/settings/incoming-mail', { as: someone('admin'), at: desk });
    const rows = admin.getByRole('main').getByRole('list').getByRole('listitem');
    const aside = rows.filter({ hasText: 'it names no sender' });
    await expect(aside).toContainText('Set aside');
    await expect(rows.filter({ hasText: 'My brakes squeak' })).toContainText('New ticket');
    await expectNoBarriers(admin, 'incoming mail');
    await expectNoSidewaysScroll(admin, 'incoming mail');

    await choose(admin, 'What became of it', 'Set aside');
    await expect(rows.filter({ hasText: 'My brakes squeak' })).toHaveCount(0);
    const [file] = await Promise.all([
      admin.waitForEvent('download'),
      aside.getByRole('button', { name: 'Download Mail without subject' }).click(),
    ]);
    expect(await readFile(await file.path(), 'utf8')).toContain('Who am I?');
    await aside.getByRole('button', { name: 'Read again: Mail without subject' }).click();
    await expect(admin.getByText('The mail is read again', { exact: true })).toBeVisible();

    await choose(admin, 'What became of it', 'Everything');
    await rows.getByRole('link', { name: 'My brakes squeak' }).click();
    await expect(admin.getByText('The left one.').first()).toBeVisible();
  } finally {
    await desk.dispose();
  }
});
