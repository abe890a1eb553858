// Push messages: what the service worker makes of them, and turning them on for a device.
import { expectNoBarriers } from '../harness/access';
import { expect, test } from '../harness/browser';
import { expectUnread, listening, lookAway } from '../harness/pages';
import { someone } from '../harness/people';
import { fakePushService, PushedTo } from '../harness/push';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';

const NOTE = { title: 'Ann answered ticket #7', body: 'Try the bolt.', tag: 't7', url: '/contact' };
const permissions = ['notifications'];

test('a message is shown; a repeat takes its place', async ({ open }) => {
  const page = await open('/', { as: someone(), permissions, worker: true });
  const pushed = await PushedTo.of(page);
  await pushed.push(NOTE);
  await expect
    .poll(() => pushed.shown())
    .toEqual([{ title: NOTE.title, body: NOTE.body, tag: 't7' }]);
  await pushed.push({ ...NOTE, title: '2 new replies', body: 'And oil it.' });
  await expect
    .poll(() => pushed.shown())
    .toEqual([{ title: '2 new replies', body: 'And oil it.', tag: 't7' }]);
});

test('a click goes on in the tab that is open', async ({ open, desk }) => {
  const page = await open('/', { as: someone(), permissions, worker: true });
  const pushed = await PushedTo.of(page);
  await pushed.push(NOTE);
  await expect.poll(async () => (await pushed.shown()).length).toBe(1);
  await pushed.click();
  await expect(page).toHaveURL(`${desk.url}/contact`);
  expect(page.context().pages()).toHaveLength(1);
  expect(await pushed.shown()).toEqual([]);
});

test('what an open page has told is not told again', async ({ open, desk }) => {
  const claims = someone();
  const page = await open('/', { as: claims, permissions, worker: true });
  await listening(page);
  await expectUnread(page, 0);
  const pushed = await PushedTo.of(page);
  const ticket = await new Rest(desk, claims).post('/tickets', {
    subject: 'The stand wobbles',
    description: 'On every ground.',
  });
  const agent = new Rest(desk, someone('agent'));
  await agent.post(`/tickets/${ticket.id}/responses`, { response: 'Try the bolt.' });
  await expectUnread(page, 1);
  const [told] = await new Rest(desk, claims).get('/notifications');
  await pushed.push({ ...NOTE, notificationIds: [told.id] });
  // The next one is shown, so the first one was decided about.
  await pushed.push({ ...NOTE, tag: 'next', notificationIds: [crypto.randomUUID()] });
  await expect.poll(async () => (await pushed.shown()).map(({ tag }) => tag)).toEqual(['next']);
});

test('push messages are turned on by a click, and off again', async ({ open, browser }) => {
  const desk = await Server.start();
  try {
    const claims = someone();
    const page = await open('/notifications', { as: claims, at: desk, worker: true });
    await fakePushService(page.context());
    await page.reload();
    const permission = () => page.evaluate(() => Notification.permission);
    const turnOn = page.getByRole('button', { name: 'Turn on for this device' });
    await expect(turnOn).toBeVisible();
    // Nobody was asked, and nothing was subscribed, before a click.
    const subscribed = () =>
      page.evaluate(async () => {
        const { pushManager } = await navigator.serviceWorker.ready;
        return (await pushManager.getSubscription()) !== null;
      });
    expect([await permission(), await subscribed()]).toEqual(['default', false]);

    await page.context().grantPermissions(permissions, { origin: desk.url });
    await turnOn.click();
    const devices = page.getByRole('list', { name: 'Devices' });
    await expect(devices.getByRole('listitem')).toContainText('This device');
    await expect(devices.getByRole('listitem')).toContainText('Chrome on Linux');
    expect(await permission()).toBe('granted');
    await expectNoBarriers(page, 'with a device');
    const rest = new Rest(desk, claims);
    const stored = await rest.get('/notifications/preferences');
    expect(stored.pushSubscriptions).toMatchObject([{ device: 'Chrome on Linux' }]);

    await page.reload();
    await expect(devices.getByText('This device')).toBeVisible();
    await devices.getByRole('button', { name: 'Remove Chrome on Linux' }).click();
    await expect(devices).toHaveCount(0);
    await expect(turnOn).toBeVisible();
    expect((await rest.get('/notifications/preferences')).pushSubscriptions).toEqual([]);
    expect(browser.isConnected()).toBe(true);
  } finally {
    await desk.dispose();
  }
});

test('who signs out gets no more of them at this device', async ({ open, desk }) => {
  const claims = someone();
  const page = await open('/notifications', { as: claims, permissions, worker: true });
  await fakePushService(page.context());
  await page.reload();
  await page.getByRole('button', { name: 'Turn on for this device' }).click();
  await expect(page.getByText('This device', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  const { pushSubscriptions } = await new Rest(desk, claims).get('/notifications/preferences');
  expect(pushSubscriptions).toEqual([]);
});

test('a device that is blocked says how to allow it', async ({ open }) => {
  const page = await open('/notifications', { as: someone() });
  await page.context().addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await page.reload();
  await expect(page.getByText(/are blocked in this browser/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Turn on for this device' })).toHaveCount(0);
});

test('the tab counts what is unread, in its title and on its icon', async ({ open, desk }) => {
  const claims = someone();
  const page = await open('/', { as: claims });
  await listening(page);
  await expectUnread(page, 0);
  const icon = () => page.locator('link[rel="icon"]').getAttribute('href');
  const plain = await icon();
  const ticket = await new Rest(desk, claims).post('/tickets', {
    subject: 'The stand wobbles',
    description: 'On every ground.',
  });
  await lookAway(page);
  const agent = new Rest(desk, someone('agent'));
  await agent.post(`/tickets/${ticket.id}/responses`, { response: 'Try the bolt.' });
  await expect(page).toHaveTitle(/^\(1\) /);
  await expect.poll(icon).toMatch(/^data:image\/png/);
  await new Rest(desk, claims).post('/notifications/read-all');
  await expect(page).toHaveTitle(/^[^(]/);
  await expect.poll(async () => new URL((await icon()) ?? '', desk.url).pathname).toBe(plain);
});
