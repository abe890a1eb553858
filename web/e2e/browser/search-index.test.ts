// The search index in the settings: how it is, comparing it with the store, rebuilding it.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

let desk: Server;
test.beforeEach(async () => {
  desk = await Server.start();
});
test.afterEach(() => desk.dispose());

test('an admin compares the index with the store, and has it rebuilt while it answers', async ({
  open,
}) => {
  const rest = new Rest(desk, someone());
  for (const subject of ['The quillwheel is loose', 'The quillwheel is lost']) {
    await rest.post('/tickets', { subject, description: 'It rattles.' });
  }
  const finds = async () => (await rest.get('/search?q=quillwheel')).tickets.length;
  await expect.poll(finds).toBe(2);

  const page = await open('/console/settings/search-index', { as: someone('admin'), at: desk });
  const state = page.getByRole('region', { name: 'State' });
  await expect(state.getByText('Complete')).toBeVisible();
  await expect(state.getByText(/^of 2 ·/)).toBeVisible();
  await expect(state.getByText('Everything that has changed can be found.')).toBeVisible();
  const generation = async () => {
    const words = await state.getByText(/^Generation \d+$/).textContent();
    return Number(words?.replace('Generation ', ''));
  };
  const before = await generation();

  const upkeep = page.getByRole('region', { name: 'Upkeep' });
  await upkeep.getByRole('button', { name: 'Compare now' }).click();
  await expect(upkeep.getByText('The index matches the database.')).toBeVisible();
  await expect(upkeep.getByText('2 conversations: no difference')).toBeVisible();
  await expectNoBarriers(page, 'the search index');
  await expectNoSidewaysScroll(page, 'the search index');

  await upkeep.getByRole('button', { name: 'Rebuild…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rebuild' }).click();
  await expect.poll(generation).toBe(before + 1);
  await expect(state.getByText('Complete')).toBeVisible();
  expect(await finds()).toBe(2);
});

test('agents are told that it is for admins', async ({ open }) => {
  const page = await open('/console/settings/search-index', { as: someone('agent'), at: desk });
  await expect(page.getByText('Only admins can see this.')).toBeVisible();
});
