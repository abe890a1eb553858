// The app as one that is installed: without a line, for one person after the other, and when there
// is a new version.
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { expect, test } from '../harness/browser';
import { NextVersion } from '../harness/next-version';
import { kept } from '../harness/outbox';
import { acceptChat, customerField, customerLog, say, startChat } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { token } from '../harness/tokens';
import { inCharge, keptReads } from '../harness/worker';

const ARTICLE = '/help/reset-your-password';
const OFFLINE = 'You are offline.';

test('a browser can install the portal and the console, each as an app of its own', async ({
  open,
}) => {
  for (const [path, name] of [
    ['/', 'Fernway'],
    ['/console', 'console'],
  ] as const) {
    const page = await open(path, { worker: true });
    await inCharge(page);
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A profile of a test is an incognito window.
    const left = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
    expect(left, name).toEqual([]);
    const { data } = await session.send('Page.getAppManifest');
    const manifest = JSON.parse(data ?? '{}') as { id: string; icons: { src: string }[] };
    expect(manifest.id).toBe(path);
    for (const { src } of manifest.icons)
      expect((await page.request.get(new URL(src, page.url()).href)).ok(), src).toBe(true);
  }
});

test('an article and a ticket that were read are there without a line, and a line says so', async ({
  open,
  desk,
}) => {
  const claims = someone();
  const ticket = await new Rest(desk, claims).post('/tickets', {
    subject: 'The stand wobbles',
    description: 'On every ground.',
  });
  const page = await open('/', { as: claims, worker: true });
  await inCharge(page);
  await page.goto(`${desk.url}${ARTICLE}`);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('password');
  await page.goto(`${desk.url}/tickets/${ticket.id}`);
  await expect(page.getByText('On every ground.')).toBeVisible();
  await expect
    .poll(() => keptReads(page, claims.sub))
    .toEqual(expect.arrayContaining([`/api/support/tickets/${ticket.id}`, '/api/support/auth/me']));

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByText('On every ground.')).toBeVisible();
  await expect(page.getByText(OFFLINE)).toBeVisible();
  await expectNoBarriers(page, 'a ticket without a line');
  await expectNoSidewaysScroll(page, 'a ticket without a line');
  await page.context().setOffline(false);
  await expect(page.getByText(OFFLINE)).toHaveCount(0);
});

test('whoever signs out leaves nothing behind, and the next person is not shown it', async ({
  open,
  desk,
}) => {
  const [claims, next] = [someone(), someone()];
  const ticket = await new Rest(desk, claims).post('/tickets', {
    subject: 'A secret',
    description: 'Of mine.',
  });
  const page = await open(`/tickets/${ticket.id}`, { as: claims, worker: true });
  await inCharge(page);
  await page.reload();
  await expect(page.getByText('Of mine.')).toBeVisible();
  await expect
    .poll(() => keptReads(page, claims.sub))
    .toContain(`/api/support/tickets/${ticket.id}`);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await expect.poll(() => keptReads(page, claims.sub)).toEqual([]);

  const address = `${desk.url}/tickets/${ticket.id}`;
  await page.goto(`${address}#token=${token(next)}`);
  await page.waitForFunction(() => !location.hash.includes('token='));
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByText(OFFLINE)).toBeVisible();
  await expect(page.getByText('Of mine.')).toHaveCount(0);
});

test('what is written in a chat without a line is sent when it is back', async ({ open }) => {
  const [user, staff] = [someone(), someone('agent')];
  const customer = await open('/chat', { as: user, worker: true });
  await inCharge(customer);
  await customer.reload();
  const agent = await open('/console/chats', { as: staff });
  await startChat(customer, 'My bell does not ring');
  await acceptChat(agent, user.name);
  await expect(customer.getByText(`${staff.name} has joined.`)).toBeVisible();
  await customer.context().setOffline(true);
  await say(customerField(customer), 'Written in a tunnel');
  await kept(customer, 1);
  await customer.context().setOffline(false);
  await expect(agent.getByRole('log').getByText('Written in a tunnel')).toHaveCount(1);
  await expect(customerLog(customer).getByText('Written in a tunnel')).toHaveCount(1);
  await kept(customer, 0);
});

test('a new version is offered, and begins when one wants it', async ({ open }) => {
  const server = await Server.start();
  const proxy = await NextVersion.before(server);
  try {
    const page = await open('/', { at: proxy, worker: true });
    await inCharge(page);
    await page.reload();
    await expect(page.getByText('There is a new version')).toHaveCount(0);
    proxy.release();
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await expect(page.getByText('There is a new version').first()).toBeVisible();
    await expectNoBarriers(page, 'a new version');
    const loaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Load it' }).click();
    await loaded;
    await inCharge(page);
    const waits = () =>
      page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);
    expect(await waits()).toBe(false);
  } finally {
    await proxy.close();
    await server.dispose();
  }
});
