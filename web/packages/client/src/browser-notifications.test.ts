import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BrowserNotifications } from './browser-notifications';
import type { NotificationCenter } from './notification-center';
import type { Attention } from './tabs/attention';
import type { DeskNotification } from './types';

let visibility: DocumentVisibilityState;
let arrive: (notification: DeskNotification) => void;
let listening: boolean;
let center: NotificationCenter;

class FakeNotification {
  static permission: NotificationPermission = 'default';
  static answer: NotificationPermission = 'granted';
  static shown: FakeNotification[] = [];
  onclick: (() => void) | null = null;
  closed = false;

  static async requestPermission() {
    FakeNotification.permission = FakeNotification.answer;
    return FakeNotification.permission;
  }

  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    FakeNotification.shown.push(this);
  }

  close() {
    this.closed = true;
  }
}

const notification: DeskNotification = {
  id: 'n1',
  type: 'ticket-response',
  title: 'An answer',
  message: 'Ann has answered',
  data: { ticketId: 't1' },
  read: false,
  createdAt: '2026-01-01T00:00:00.000Z',
};

beforeEach(() => {
  visibility = 'hidden';
  FakeNotification.permission = 'granted';
  FakeNotification.answer = 'granted';
  FakeNotification.shown = [];
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('window', { focus: vi.fn() });
  vi.stubGlobal('document', {
    get visibilityState() {
      return visibility;
    },
  });
  listening = false;
  center = {
    onArrival(listener: typeof arrive) {
      arrive = listener;
      listening = true;
      return () => {
        listening = false;
      };
    },
  } as NotificationCenter;
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('shows an arrival while the page is hidden, once over all tabs', () => {
  new BrowserNotifications().follow(center);
  arrive(notification);
  expect(FakeNotification.shown).toMatchObject([
    { title: 'An answer', options: { body: 'Ann has answered', tag: 'n1' } },
  ]);
});

it('shows in one tab what each of them is told, and nothing while one is looked at', async () => {
  const claim = vi.fn().mockResolvedValueOnce(true).mockResolvedValue(false);
  const isAnyVisible = vi.fn().mockResolvedValue(false);
  const attention = { claim, isAnyVisible } as unknown as Attention;
  const tabs = [new BrowserNotifications(attention), new BrowserNotifications(attention)];
  const news = { id: 'm1', title: 'Ann', message: 'Hello' };
  await Promise.all(tabs.map((tab) => tab.tell(news)));
  expect(FakeNotification.shown).toHaveLength(1);
  expect(claim).toHaveBeenCalledTimes(2);
  isAnyVisible.mockResolvedValue(true);
  claim.mockResolvedValue(true);
  await tabs[0]?.tell({ ...news, id: 'm2' });
  expect(FakeNotification.shown).toHaveLength(1);
});

it('shows nothing while the page is looked at', () => {
  new BrowserNotifications().follow(center);
  visibility = 'visible';
  arrive(notification);
  expect(FakeNotification.shown).toEqual([]);
});

it('shows nothing without permission, and does not ask by itself', () => {
  FakeNotification.permission = 'default';
  new BrowserNotifications().follow(center);
  arrive(notification);
  expect(FakeNotification.shown).toEqual([]);
  expect(FakeNotification.permission).toBe('default');
});

it('a click opens what it is about', () => {
  const opened: string[] = [];
  new BrowserNotifications().follow(center, ({ id }) => opened.push(id));
  arrive(notification);
  FakeNotification.shown[0]?.onclick?.();
  expect(opened).toEqual(['n1']);
  expect(FakeNotification.shown[0]?.closed).toBe(true);
});

it('stops when it is told to', () => {
  const stop = new BrowserNotifications().follow(center);
  stop();
  expect(listening).toBe(false);
});

it.each(['granted', 'denied'] as const)('keeps the person’s answer (%s)', async (answer) => {
  FakeNotification.permission = 'default';
  FakeNotification.answer = answer;
  const browser = new BrowserNotifications();
  expect(browser.getSnapshot().permission).toBe('default');
  await browser.request();
  expect(browser.getSnapshot().permission).toBe(answer);
});

it('says where the browser has none', async () => {
  vi.stubGlobal('Notification', undefined);
  Reflect.deleteProperty(globalThis, 'Notification');
  const browser = new BrowserNotifications();
  expect(await browser.request()).toBe('unsupported');
});
