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
  expect(screen.getByRole('status').textContent).toContain('Your ticket was answered');
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
    await user.click(screen.getByRole('button', { name: /Answered/ }));
    await bell('Notifications');
    await waitFor(() => expect(page.server.unread).toBe(0));
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ data: { ticketId: 't1' } }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('stays open where there is nothing to open', async () => {
    page.server.notify('maya', { title: 'Answered' });
    show();
    const user = await open('Notifications, 1 unread');
    await user.click(screen.getByRole('button', { name: /Answered/ }));
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
    await user.click(screen.getByRole('button', { name: /Answered/ }));
    expect((await screen.findByRole('alert')).textContent).toBe('Not just now.');
    await bell('Notifications, 1 unread');
  });

  it('goes through the entries by arrow keys, and closes by Escape back to the bell', async () => {
    page.server.notify('maya', { title: 'First' });
    page.server.notify('maya', { title: 'Second' });
    show();
    const user = await open('Notifications, 2 unread');
    screen.getByRole('button', { name: /Second/ }).focus();
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
    expect(screen.getAllByRole('listitem')).toHaveLength(21);
    await user.click(screen.getByRole('button', { name: 'Show older' }));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(25));
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
