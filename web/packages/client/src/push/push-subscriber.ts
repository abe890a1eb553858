// Push messages on this device: the service worker, the browser's permission (asked only after
// the person's own action), the subscription, and the desk's knowledge of it.

import type { PreferencesApi } from '../api/preferences';
import { FrontdeskError, toFrontdeskError } from '../errors';
import type { KeyValueStorage } from '../storage';
import { Store } from '../store';
import { deviceName } from './device-name';
import type { WorkerMessage } from './worker-messages';

export type PushState =
  /** Not known yet. */
  | 'unknown'
  /** The browser can't, or not here: on an iPhone, only once the page is on the home screen. */
  | 'unsupported'
  /** The person has forbidden it to this site, in the browser. */
  | 'blocked'
  | 'off'
  | 'on';

export interface PushSubscriberSnapshot {
  readonly state: PushState;
  /** This device's subscription at the desk, while it is on. */
  readonly subscriptionId: string | null;
  readonly busy: boolean;
  readonly error: FrontdeskError | null;
}

export interface PushSubscriberOptions {
  /** Where the service worker lies; its scope is the folder that it lies in. */
  workerUrl?: string;
}

/** What the desk knows of this browser's subscription, of which there is one for all people. */
interface Known {
  person: string | null;
  id: string;
  endpoint: string;
}

const WORKER_URL = '/sw.js';
const KNOWN = 'frontdesk.push';

export class PushSubscriber extends Store<PushSubscriberSnapshot> {
  readonly #api: PreferencesApi;
  readonly #storage: KeyValueStorage;
  readonly #workerUrl: string;
  /** Who would be told: whoever turned it on last in this browser. */
  readonly #person: () => string | null;
  #stopListening: () => void = () => {};

  constructor(
    api: PreferencesApi,
    storage: KeyValueStorage,
    person: () => string | null,
    { workerUrl = WORKER_URL }: PushSubscriberOptions = {},
  ) {
    super({ state: 'unknown', subscriptionId: null, busy: false, error: null });
    this.#api = api;
    this.#storage = storage;
    this.#person = person;
    this.#workerUrl = workerUrl;
  }

  /**
   * Looks how it stands, without asking the person anything. A subscription that the browser has
   * changed meanwhile is told to the desk.
   */
  async check(): Promise<void> {
    if (!isSupported()) {
      this.update({ state: 'unsupported', subscriptionId: null });
      return;
    }
    if (Notification.permission === 'denied') {
      this.update({ state: 'blocked', subscriptionId: null });
      return;
    }
    this.#listen();
    const known = this.#known();
    if (!known) {
      this.update({ state: 'off', subscriptionId: null });
      return;
    }
    const registration = await navigator.serviceWorker.getRegistration(this.#workerUrl);
    const present = (await registration?.pushManager.getSubscription()) ?? null;
    if (!present) {
      this.#keep(null);
      this.update({ state: 'off', subscriptionId: null });
      return;
    }
    if (present.endpoint === known.endpoint) {
      this.update({ state: 'on', subscriptionId: known.id });
      return;
    }
    await this.#attempt(() => this.#tell(present));
  }

  /** Turns it on. Call it from a click alone: here the browser asks the person. */
  async enable(): Promise<void> {
    await this.#attempt(async () => {
      if (!isSupported()) {
        this.update({ state: 'unsupported' });
        return;
      }
      // First, for some browsers forget the click while one waits for anything else.
      const permission = await Notification.requestPermission();
      if (permission !== 'granted') {
        this.update({ state: permission === 'denied' ? 'blocked' : 'off' });
        return;
      }
      this.#listen();
      await navigator.serviceWorker.register(this.#workerUrl);
      const registration = await navigator.serviceWorker.ready;
      await this.#tell(await subscribe(registration, await this.#api.pushKey()));
    });
  }

  /** Before signing out: who comes next at this device is not to read what was meant for one. */
  async leave(): Promise<void> {
    if (this.#known()) await this.disable();
  }

  /** Turns it off, here and at the desk. */
  async disable(): Promise<void> {
    await this.#attempt(async () => {
      const known = this.#known();
      if (known) {
        await this.#api.unsubscribe(known.id).catch((thrown: unknown) => {
          // It is gone there already.
          if (toFrontdeskError(thrown).code !== 'not-found') throw thrown;
        });
      }
      const registration = await navigator.serviceWorker.getRegistration(this.#workerUrl);
      await (await registration?.pushManager.getSubscription())?.unsubscribe();
      this.#keep(null);
      this.update({ state: 'off', subscriptionId: null });
    });
  }

  /** Has the desk send one push message to this device. */
  async test(): Promise<void> {
    const { subscriptionId } = this.getSnapshot();
    if (subscriptionId) await this.#attempt(() => this.#api.testPush(subscriptionId));
  }

  /** Another person from now on; what this browser knows of the last one stays theirs. */
  forget(): void {
    this.#stopListening();
    this.#stopListening = () => {};
    this.update({ state: 'unknown', subscriptionId: null, busy: false, error: null });
  }

  /** Tells the desk where this browser is reached. */
  async #tell(subscription: PushSubscription): Promise<void> {
    const { endpoint, keys } = subscription.toJSON();
    const { p256dh, auth } = keys ?? {};
    if (!endpoint || !p256dh || !auth) {
      throw new FrontdeskError({
        code: 'internal',
        message: 'The browser gave an incomplete subscription. Please try again.',
      });
    }
    const id = await this.#api.subscribe({
      endpoint,
      keys: { p256dh, auth },
      device: deviceName(navigator.userAgent),
    });
    this.#keep({ person: this.#person(), id, endpoint });
    this.update({ state: 'on', subscriptionId: id });
  }

  /** One at a time; a failure stands in `error` and is thrown. */
  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.getSnapshot().busy) return;
    this.update({ busy: true, error: null });
    try {
      await act();
    } catch (thrown) {
      const error = toFrontdeskError(thrown);
      this.update({ error });
      throw error;
    } finally {
      this.update({ busy: false });
    }
  }

  #listen(): void {
    this.#stopListening();
    const container = navigator.serviceWorker;
    const onMessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data?.type === 'frontdesk:subscription-changed') this.check().catch(() => {});
    };
    container.addEventListener('message', onMessage);
    this.#stopListening = () => container.removeEventListener('message', onMessage);
  }

  /** Null where nothing is known, or it is another person's. */
  #known(): Known | null {
    try {
      const known = JSON.parse(this.#storage.get(KNOWN) ?? 'null') as Known | null;
      return known?.person === this.#person() ? known : null;
    } catch {
      return null;
    }
  }

  #keep(known: Known | null): void {
    if (known) this.#storage.set(KNOWN, JSON.stringify(known));
    else this.#storage.remove(KNOWN);
  }
}

function isSupported(): boolean {
  return (
    'serviceWorker' in (globalThis.navigator ?? {}) &&
    'PushManager' in globalThis &&
    'Notification' in globalThis
  );
}

/** The present subscription if it was made with this key, else a new one. */
async function subscribe(
  registration: ServiceWorkerRegistration,
  publicKey: string,
): Promise<PushSubscription> {
  const applicationServerKey = bytesOf(publicKey);
  const present = await registration.pushManager.getSubscription();
  if (present) {
    const key = present.options.applicationServerKey;
    if (key && sameBytes(new Uint8Array(key), applicationServerKey)) return present;
    await present.unsubscribe();
  }
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

/** Bytes of base64url. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
