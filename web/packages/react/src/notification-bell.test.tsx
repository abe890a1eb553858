import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpPage } from '../test/page';
import { NotificationBell } from '.';

const page = setUpPage();

const FakeNotification = {
  permission: 'granted' as NotificationPermission,
  async requestPermission() {
    FakeNotification.permission = 'granted';
    return FakeNotification.permission;
  },
};

beforeEach(() => {
  FakeNotification.permission = 'granted';
  vi.stubGlobal('Notification', FakeNotification);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const show = (onOpen?: () => void) => render(<NotificationBell onOpen={onOpen} />, page);
const bell = (name: string) => screen.findByRole('button', { name });

async function open(name: string) {
  const user = userEvent.setup();
  await user.click(await bell(name));
  await screen.findByRole('dialog', { name: 'Notifications' });
  return user;
}

it('says how many are unread, in its name and on its badge', async () => {
  page.server.notify('maya', {});
  page.server.notify('maya', {});
  show();
  const button = await bell('Notifications, 2 unread');
  expect(button.textContent).toBe('2');
});

it('counts no further than 99', async () => {
  for (let n = 0; n < 120; n += 1) page.server.notify('maya', {});
  show();
  expect((await bell('Notifications, 120 unread')).textContent).toBe('99+');
});

it('rises when one arrives, and says so to those who hear the page', async () => {
  show();
  await waitFor(() =>
    expect(page.client.notifications.getSnapshot().connection.status).toBe('online'),
  );
  page.server.notify('maya', { title: 'Your ticket was answered' });
  await bell('Notifications, 1 unread');
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toBe(
      'New notification: Your ticket was answered',
    ),
  );
});

it('says a burst once, as a number', async () => {
  show();
  await waitFor(() =>
    expect(page.client.notifications.getSnapshot().connection.status).toBe('online'),
  );
  const said = new Set<string | null>();
  const status = screen.getByRole('status');
  new MutationObserver(() => said.add(status.textContent)).observe(status, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  for (let n = 0; n < 3; n += 1) page.server.notify('maya', {});
  await waitFor(() => expect(status.textContent).toBe('3 new notifications'));
  expect([...said]).toEqual(['3 new notifications']);
});

describe('open', () => {
  it('shows that there is nothing', async () => {
    show();
    await open('Notifications');
    expect(await screen.findByText(/Nothing new/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Mark all as read' })).toBeNull();
  });

  it('a click marks one read, and opens what it is about', async () => {
    page.server.notify('maya', { title: 'Answered', data: { ticketId: 't1' } });
    const onOpen = vi.fn();
    show(onOpen);
    const user = await open('Notifications, 1 unread');
    await user.click(screen.getByRole('button', { name: /Unread: Answered/ }));
    await bell('Notifications');
    await waitFor(() => expect(page.server.unread).toBe(0));
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ data: { ticketId: 't1' } }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('stays open where there is nothing to open', async () => {
    page.server.notify('maya', { title: 'Answered' });
    show();
    const user = await open('Notifications, 1 unread');
    await user.click(screen.getByRole('button', { name: /Unread: Answered/ }));
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('marks all as read', async () => {
    page.server.notify('maya', {});
    page.server.notify('maya', {});
    show();
    const user = await open('Notifications, 2 unread');
    await user.click(screen.getByRole('button', { name: 'Mark all as read' }));
    await bell('Notifications');
    await waitFor(() => expect(page.server.unread).toBe(0));
  });

  it('says that marking has failed, and shows it unread again', async () => {
    const { id } = page.server.notify('maya', { title: 'Answered' });
    page.server.rest.set(`POST /notifications/${id}/read`, {
      status: 503,
      body: { detail: 'Not just now.' },
    });
    show();
    const user = await open('Notifications, 1 unread');
    await user.click(screen.getByRole('button', { name: /Unread: Answered/ }));
    expect((await screen.findByRole('alert')).textContent).toBe('Not just now.');
    await bell('Notifications, 1 unread');
  });

  it('goes through the entries by arrow keys, and closes by Escape back to the bell', async () => {
    page.server.notify('maya', { title: 'First' });
    page.server.notify('maya', { title: 'Second' });
    show();
    const user = await open('Notifications, 2 unread');
    screen.getByRole('button', { name: /Unread: Second/ }).focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('First');
    await user.keyboard('{Home}');
    expect(document.activeElement?.textContent).toContain('Second');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(await bell('Notifications, 2 unread'));
  });

  it('shows older ones when asked', async () => {
    for (let n = 0; n < 25; n += 1) page.server.notify('maya', {});
    show();
    const user = await open('Notifications, 25 unread');
    expect(screen.getAllByRole('listitem')).toHaveLength(20);
    await user.click(screen.getByRole('button', { name: 'Show older' }));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(25));
  });
});

describe('the list', () => {
  const ofTicket = {
    type: 'ticket-response',
    data: { ticketId: 't1', subject: 'The bolt' },
  } as const;

  it('has a conversation once, and marks all of it read', async () => {
    for (let n = 0; n < 3; n += 1) page.server.notify('maya', ofTicket);
    const onOpen = vi.fn();
    show(onOpen);
    const user = await open('Notifications, 3 unread');
    await user.click(screen.getByRole('button', { name: /Unread: 3 new replies in The bolt/ }));
    await bell('Notifications');
    await waitFor(() => expect(page.server.unread).toBe(0));
    expect(onOpen).toHaveBeenCalledOnce();
  });

  it('marks one read without opening it', async () => {
    page.server.notify('maya', { title: 'Answered' });
    const onOpen = vi.fn();
    show(onOpen);
    const user = await open('Notifications, 1 unread');
    await user.click(screen.getByRole('button', { name: 'Mark as read: Answered' }));
    await bell('Notifications');
    expect(onOpen).not.toHaveBeenCalled();
    expect(document.activeElement?.textContent).toContain('Answered');
  });

  it('shows only what is unread, or of one type', async () => {
    page.server.notify('maya', { title: 'Old news', read: true });
    page.server.notify('maya', { title: 'Closed for Easter' });
    page.server.notify('maya', { ...ofTicket, title: 'Answered' });
    show();
    const user = await open('Notifications, 2 unread');
    const titles = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    await user.click(screen.getByRole('radio', { name: 'Unread' }));
    expect(titles()).toHaveLength(2);
    await user.click(screen.getByRole('radio', { name: 'Replies' }));
    expect(titles()).toEqual([expect.stringContaining('Answered')]);
    await user.click(screen.getByRole('radio', { name: 'All' }));
    expect(titles()).toHaveLength(3);
  });

  it('looks further back for what is unread', async () => {
    page.server.notify('maya', { title: 'Overlooked' });
    for (let n = 0; n < 25; n += 1) page.server.notify('maya', { read: true });
    show();
    const user = await open('Notifications, 1 unread');
    await user.click(screen.getByRole('radio', { name: 'Unread' }));
    expect(await screen.findByRole('button', { name: /Unread: Overlooked/ })).toBeTruthy();
  });

  it('that did not load is asked for again', async () => {
    page.server.rest.set('GET /notifications', { status: 503, body: { detail: 'Not just now.' } });
    show();
    const user = await open('Notifications');
    expect((await screen.findByRole('alert')).textContent).toContain('Not just now.');
    page.server.rest.delete('GET /notifications');
    page.server.notifications.unshift({
      id: 'n9',
      type: 'system',
      title: 'Back again',
      message: '',
      data: {},
      read: false,
      createdAt: new Date().toISOString(),
    });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('button', { name: /Unread: Back again/ })).toBeTruthy();
  });

  it('leads to the settings where there are any', async () => {
    const onSettings = vi.fn();
    render(<NotificationBell onSettings={onSettings} />, page);
    const user = await open('Notifications');
    await user.click(screen.getByRole('button', { name: 'Settings' }));
    expect(onSettings).toHaveBeenCalledOnce();
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('the browser’s own notifications', () => {
  it('are asked for by a click, and not again', async () => {
    FakeNotification.permission = 'default';
    show();
    const user = await open('Notifications');
    const ask = screen.getByRole('button', { name: 'Show notifications on this device' });
    expect(FakeNotification.permission).toBe('default');
    await user.click(ask);
    await waitFor(() => expect(ask.isConnected).toBe(false));
    expect(FakeNotification.permission).toBe('granted');
  });

  it('that are blocked are said to be', async () => {
    FakeNotification.permission = 'denied';
    show();
    await open('Notifications');
    expect(screen.getByText(/are blocked/)).toBeTruthy();
  });
});
