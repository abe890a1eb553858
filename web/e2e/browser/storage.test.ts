// The storage page: what is stored, for admins, and what is done about it.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import type { Json } from '../harness/wire';

let desk: Server;
test.beforeEach(async () => {
  desk = await Server.start();
});
test.afterEach(() => desk.dispose());

const text = (name: string, words: string) => new File([words], name, { type: 'text/plain' });

async function uploaded(rest: Rest, file: File): Promise<Json> {
  const response = await rest.upload(file);
  expect(response.status).toBe(201);
  return ((await response.json()) as Json).data;
}

test('an admin sees what is stored, deletes a file for everybody, and has all checked', async ({
  open,
}) => {
  const [user, boss] = [someone(), someone('admin')];
  const rest = new Rest(desk, user);
  const log = await uploaded(rest, text('trip.log', 'ten kilometres'));
  await uploaded(rest, text('forgotten.txt', 'part of nothing'));
  const ticket = await rest.post('/tickets', {
    subject: 'My trip',
    description: 'See the log.',
    attachments: [log.cid],
  });

  const admin = await open('/console/settings/storage', { as: boss, at: desk });
  const row = (name: string) =>
    admin
      .getByRole('list', { name: 'Stored files' })
      .getByRole('listitem')
      .filter({ hasText: name });
  await expect(row('trip.log')).toContainText(`ticket #${ticket.number}`);
  await expect(row('trip.log')).toContainText(user.name);
  await expect(row('forgotten.txt')).toContainText('Part of nothing');
  await expectNoBarriers(admin, 'storage');
  await expectNoSidewaysScroll(admin, 'storage');

  await admin.getByRole('button', { name: 'Delete trip.log' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(row('trip.log')).toHaveCount(0);
  expect((await fetch(log.url)).status).toBe(410);
  const customer = await open(`/tickets/${ticket.id}`, { as: user, at: desk });
  await expect(customer.getByRole('main')).toContainText('trip.log');
  await expect(customer.getByRole('link', { name: /trip\.log/ })).toHaveCount(0);

  // A reload before it has arrived would take it back.
  const asked = admin.waitForResponse((response) => response.url().endsWith('/storage/scrub'));
  await admin.getByRole('button', { name: 'Start now: Check every file' }).click();
  expect((await asked).status()).toBe(202);
  await expect
    .poll(async () => {
      await admin.reload();
      return admin.getByRole('region', { name: 'Upkeep' }).textContent();
    })
    .toContain('1 file checked, none damaged.');
});
