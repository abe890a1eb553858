import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreferencesApi } from '../api/preferences';
import { FrontdeskError } from '../errors';
import { type KeyValueStorage, memoryStorage } from '../storage';
import { bytesOf, PushSubscriber } from './push-subscriber';

const KEY =
  'BDd3_hVL9fZi9Ybo2UUzA284WG5FZR30_95YeZJsiApwXKpNcF1rRPF3foIiBHXRdJI2Qhumhf6_LFTeZaNndIo';

/** The one subscription of a browser, as a browser keeps it. */
class FakeBrowser {
  permission: NotificationPermission = 'default';
  answer: NotificationPermission = 'granted';
  asked = 0;
  subscription: PushSubscription | null = null;
  #made = 0;
  readonly container = Object.assign(new EventTarget(), {
    register: vi.fn(async () => this.registration),
    getRegistration: vi.fn(async () => this.registration),
    ready: Promise.resolve(this.registration),
  });

  get registration() {
    return {
      pushManager: {
        getSubscription: async () => this.subscription,
        subscribe: async ({ applicationServerKey }: PushSubscriptionOptionsInit) =>
          this.subscribe(applicationServerKey as Uint8Array<ArrayBuffer>),
      },
    };
  }

  subscribe(key: Uint8Array<ArrayBuffer>): PushSubscription {
    this.#made += 1;
    const endpoint = `https://push.example/${this.#made}`;
    this.subscription = {
      endpoint,
      options: { applicationServerKey: key.buffer, userVisibleOnly: true },
      toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => {
        this.subscription = null;
        return true;
      },
    } as unknown as PushSubscription;
    return this.subscription;
  }
}

let browser: FakeBrowser;
let api: { [Name in keyof PreferencesApi]: ReturnType<typeof vi.fn> };
let storage: KeyValueStorage;
let person: string;

const subscriber = () =>
  new PushSubscriber(api as unknown as PreferencesApi, storage, () => person);

beforeEach(() => {
  browser = new FakeBrowser();
  storage = memoryStorage();
  person = 'maya';
  let ids = 0;
  api = {
    pushKey: vi.fn(async () => KEY),
    subscribe: vi.fn(async () => {
      ids += 1;
      return `s${ids}`;
    }),
    unsubscribe: vi.fn(async () => {}),
    testPush: vi.fn(async () => {}),
  } as never;
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', {
    get permission() {
      return browser.permission;
    },
    requestPermission: async () => {
      browser.asked += 1;
      browser.permission = browser.answer;
      return browser.answer;
    },
  });
  vi.stubGlobal('navigator', { serviceWorker: browser.container, userAgent: 'Firefox/1 Linux' });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('looks how it stands without asking, and without a worker', async () => {
  const push = subscriber();
  await push.check();
  expect(push.getSnapshot().state).toBe('off');
  expect(browser.asked).toBe(0);
  expect(browser.container.register).not.toHaveBeenCalled();
});

it('says where the browser can’t, and where the person has forbidden it', async () => {
  browser.permission = 'denied';
  const push = subscriber();
  await push.check();
  expect(push.getSnapshot().state).toBe('blocked');
  vi.stubGlobal('PushManager', undefined);
  Reflect.deleteProperty(globalThis, 'PushManager');
  await push.check();
  expect(push.getSnapshot().state).toBe('unsupported');
});

describe('turned on', () => {
  it('asks, subscribes with the desk’s key, and tells the desk', async () => {
    const push = subscriber();
    await push.enable();
    expect(browser.asked).toBe(1);
    expect(push.getSnapshot()).toMatchObject({ state: 'on', subscriptionId: 's1', busy: false });
    expect(api.subscribe).toHaveBeenCalledWith({
      endpoint: 'https://push.example/1',
      keys: { p256dh: 'p', auth: 'a' },
      device: 'Firefox on Linux',
    });
    const key = browser.subscription?.options.applicationServerKey as ArrayBuffer;
    expect(new Uint8Array(key)).toEqual(bytesOf(KEY));
  });

  it('stays off where the person says no', async () => {
    browser.answer = 'denied';
    const push = subscriber();
    await push.enable();
    expect(push.getSnapshot().state).toBe('blocked');
    expect(api.subscribe).not.toHaveBeenCalled();
  });

  it('is known after a reload, to the same person alone', async () => {
    await subscriber().enable();
    const again = subscriber();
    await again.check();
    expect(again.getSnapshot()).toMatchObject({ state: 'on', subscriptionId: 's1' });
    person = 'ravi';
    const other = subscriber();
    await other.check();
    expect(other.getSnapshot().state).toBe('off');
  });

  it('makes a new subscription where the desk has another key', async () => {
    browser.subscribe(new Uint8Array([4, 2]));
    await subscriber().enable();
    expect(browser.subscription?.endpoint).toBe('https://push.example/2');
  });

  it('tells the desk of a subscription that the browser has changed', async () => {
    const push = subscriber();
    await push.enable();
    browser.subscribe(bytesOf(KEY));
    browser.container.dispatchEvent(
      Object.assign(new Event('message'), { data: { type: 'frontdesk:subscription-changed' } }),
    );
    await vi.waitFor(() => expect(push.getSnapshot().subscriptionId).toBe('s2'));
    expect(api.subscribe).toHaveBeenLastCalledWith(
      expect.objectContaining({ endpoint: 'https://push.example/2' }),
    );
  });

  it('says that it has failed', async () => {
    api.pushKey.mockRejectedValue(new FrontdeskError({ code: 'conflict', message: 'not set up' }));
    const push = subscriber();
    await expect(push.enable()).rejects.toMatchObject({ code: 'conflict' });
    expect(push.getSnapshot()).toMatchObject({ state: 'unknown', busy: false });
    expect(push.getSnapshot().error?.message).toBe('not set up');
  });
});

describe('turned off', () => {
  it('ends at the desk and in the browser', async () => {
    const push = subscriber();
    await push.enable();
    await push.disable();
    expect(api.unsubscribe).toHaveBeenCalledWith('s1');
    expect(browser.subscription).toBeNull();
    expect(push.getSnapshot()).toMatchObject({ state: 'off', subscriptionId: null });
  });

  it('goes well where the desk knows of none any more', async () => {
    const push = subscriber();
    await push.enable();
    api.unsubscribe.mockRejectedValue(new FrontdeskError({ code: 'not-found', message: 'gone' }));
    await push.disable();
    expect(push.getSnapshot().state).toBe('off');
  });

  it('by who signs out, if it was theirs', async () => {
    const push = subscriber();
    await push.leave();
    expect(api.unsubscribe).not.toHaveBeenCalled();
    await push.enable();
    await push.leave();
    expect(api.unsubscribe).toHaveBeenCalledOnce();
  });
});

it('has the desk send a test to this device', async () => {
  const push = subscriber();
  await push.test();
  expect(api.testPush).not.toHaveBeenCalled();
  await push.enable();
  await push.test();
  expect(api.testPush).toHaveBeenCalledWith('s1');
});
