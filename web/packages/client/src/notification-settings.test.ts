import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreferencesApi } from './api/preferences';
import { FrontdeskError } from './errors';
import { NotificationSettings, patched } from './notification-settings';
import type { NotificationPreferences } from './types';

const CHANNEL = { inApp: true, email: 'at-once', push: true, sms: false } as const;

const STORED: NotificationPreferences = {
  channels: { 'ticket-response': CHANNEL, system: { ...CHANNEL, email: 'off' } } as never,
  timeZone: 'UTC',
  quietHours: null,
  pushSubscriptions: [],
  mutes: [],
  available: { email: true, push: true, sms: false },
};

let stored: NotificationPreferences;
let api: { [Name in keyof PreferencesApi]: ReturnType<typeof vi.fn> };
let settings: NotificationSettings;

beforeEach(() => {
  stored = STORED;
  api = {
    get: vi.fn(async () => stored),
    update: vi.fn(async (patch) => {
      stored = patched(stored, patch);
      return stored;
    }),
    mute: vi.fn(async (conversationId) => {
      stored = { ...stored, mutes: [{ conversationId }] };
    }),
    unmute: vi.fn(async () => {
      stored = { ...stored, mutes: [] };
    }),
  } as never;
  settings = new NotificationSettings(api as unknown as PreferencesApi);
});

const shown = () => settings.getSnapshot().preferences;
const mailOf = () => shown()?.channels['ticket-response']?.email;
const mail = (email: 'off' | 'daily') => ({ channels: { 'ticket-response': { email } } });

it('are read once, for all who show them', async () => {
  await Promise.all([settings.load(), settings.load()]);
  await settings.load();
  expect(api.get).toHaveBeenCalledOnce();
  expect(shown()).toEqual(STORED);
});

it('say why they could not be read', async () => {
  api.get.mockRejectedValue(new FrontdeskError({ code: 'unavailable', message: 'Not now.' }));
  await settings.load();
  expect(settings.getSnapshot()).toMatchObject({ loading: false, preferences: null });
  expect(settings.getSnapshot().error?.code).toBe('unavailable');
});

describe('a change', () => {
  beforeEach(() => settings.load());

  it('is shown at once, and stays when the server takes it', async () => {
    const changed = settings.change(mail('daily'));
    expect(mailOf()).toBe('daily');
    expect(settings.getSnapshot().saving).toBe(1);
    await changed;
    expect(mailOf()).toBe('daily');
    expect(settings.getSnapshot().saving).toBe(0);
  });

  it('is taken back when the server refuses it', async () => {
    api.update.mockRejectedValue(new FrontdeskError({ code: 'invalid-input', message: 'No.' }));
    const changed = settings.change(mail('off'));
    expect(mailOf()).toBe('off');
    await expect(changed).rejects.toMatchObject({ code: 'invalid-input' });
    expect(mailOf()).toBe('at-once');
    expect(settings.getSnapshot().error?.message).toBe('No.');
  });

  it('goes after the one before it, and does not undo it meanwhile', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    api.update.mockImplementationOnce(async (patch) => {
      await held;
      stored = patched(stored, patch);
      return stored;
    });
    const first = settings.change(mail('daily'));
    const second = settings.change({ timeZone: 'Europe/Berlin' });
    await Promise.resolve();
    expect(api.update).toHaveBeenCalledOnce();
    release();
    await first;
    expect(shown()?.timeZone).toBe('Europe/Berlin');
    await second;
    expect(stored).toMatchObject({ timeZone: 'Europe/Berlin' });
    expect(mailOf()).toBe('daily');
  });
});

it('a patch changes what it names, and null takes away', () => {
  const escalate = { afterMinutes: 15, to: 'sms' } as const;
  const after = patched(STORED, {
    channels: { 'ticket-response': { escalate } },
    quietHours: { from: '22:00', to: '07:00' },
  });
  expect(after.channels['ticket-response']).toEqual({ ...CHANNEL, escalate });
  expect(after.channels.system).toEqual(STORED.channels.system);
  const back = patched(after, {
    channels: { 'ticket-response': { escalate: null } },
    quietHours: null,
  });
  expect(back.channels['ticket-response']?.escalate).toBeUndefined();
  expect(back.quietHours).toBeNull();
});

it('a mute is read back', async () => {
  await settings.load();
  await settings.mute('c1', '2026-03-01T08:00:00.000Z');
  expect(api.mute).toHaveBeenCalledWith('c1', '2026-03-01T08:00:00.000Z');
  expect(shown()?.mutes).toEqual([{ conversationId: 'c1' }]);
  await settings.unmute('c1');
  expect(shown()?.mutes).toEqual([]);
});

it('nothing of one person is shown to the next', async () => {
  await settings.load();
  const late = settings.change(mail('daily'));
  settings.forget();
  expect(shown()).toBeNull();
  await late;
  expect(shown()).toBeNull();
  expect(settings.getSnapshot().saving).toBe(0);
});
