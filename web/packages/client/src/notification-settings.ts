// A person's notification preferences as a state: read once, shared by whoever shows them, and
// changed at once, with the change taken back where the server refuses it.

import type { PreferencesApi } from './api/preferences';
import { type FrontdeskError, toFrontdeskError } from './errors';
import { Store } from './store';
import type { NotificationPreferences, NotificationPreferencesPatch } from './types';

export interface NotificationSettingsSnapshot {
  /** Null until they are read. */
  readonly preferences: NotificationPreferences | null;
  readonly loading: boolean;
  /** Changes that are under way. */
  readonly saving: number;
  readonly error: FrontdeskError | null;
}

const NOTHING: NotificationSettingsSnapshot = {
  preferences: null,
  loading: false,
  saving: 0,
  error: null,
};

export class NotificationSettings extends Store<NotificationSettingsSnapshot> {
  readonly #api: PreferencesApi;
  /** What the server has said last, without changes that are under way. */
  #stored: NotificationPreferences | null = null;
  /** Changes that the server has not answered yet, in their order. */
  #pending: NotificationPreferencesPatch[] = [];
  #loading: Promise<void> | null = null;
  /** Changes go one after the other, so that the last one is the last one there. */
  #queue: Promise<unknown> = Promise.resolve();
  /** Grows with each person: answers to another's questions are dropped. */
  #generation = 0;

  constructor(api: PreferencesApi) {
    super(NOTHING);
    this.#api = api;
  }

  /** Reads them, unless they are there already. A failure stands in `error`. */
  load(): Promise<void> {
    return this.#stored ? Promise.resolve() : this.refresh();
  }

  /** Reads them anew: something was changed in another way. */
  refresh(): Promise<void> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Shows the change at once; takes it back and throws where the server refuses it. */
  async change(patch: NotificationPreferencesPatch): Promise<void> {
    const generation = this.#generation;
    this.#pending = [...this.#pending, patch];
    this.#show({ saving: this.getSnapshot().saving + 1, error: null });
    const sent = this.#queue.then(() => this.#api.update(patch));
    this.#queue = sent.catch(() => {});
    let failure: FrontdeskError | null = null;
    try {
      const stored = await sent;
      if (generation === this.#generation) this.#stored = stored;
    } catch (thrown) {
      failure = toFrontdeskError(thrown);
    }
    if (generation === this.#generation) {
      this.#pending = this.#pending.filter((one) => one !== patch);
      const { saving, error } = this.getSnapshot();
      this.#show({ saving: saving - 1, error: failure ?? error });
    }
    if (failure) throw failure;
  }

  /** Mutes a conversation until then (RFC 3339), or until it is taken back. */
  async mute(conversationId: string, until: string | null = null): Promise<void> {
    await this.#api.mute(conversationId, until);
    await this.refresh();
  }

  async unmute(conversationId: string): Promise<void> {
    await this.#api.unmute(conversationId);
    await this.refresh();
  }

  /** Another person from now on: nothing of the last one stays. */
  forget(): void {
    this.#generation += 1;
    this.#stored = null;
    this.#pending = [];
    this.#loading = null;
    this.#queue = Promise.resolve();
    this.update(NOTHING);
  }

  async #read(): Promise<void> {
    const generation = this.#generation;
    this.#show({ loading: true, error: null });
    try {
      const stored = await this.#api.get();
      if (generation !== this.#generation) return;
      this.#stored = stored;
      this.#show({ loading: false });
    } catch (thrown) {
      if (generation === this.#generation) {
        this.#show({ loading: false, error: toFrontdeskError(thrown) });
      }
    }
  }

  #show(change: Partial<NotificationSettingsSnapshot>): void {
    const stored = this.#stored;
    const preferences = stored && this.#pending.reduce(patched, stored);
    this.update({ ...change, preferences });
  }
}

/** As the server will have it. */
export function patched(
  before: NotificationPreferences,
  patch: NotificationPreferencesPatch,
): NotificationPreferences {
  const channels = { ...before.channels };
  for (const [type, changes] of Object.entries(patch.channels ?? {})) {
    const present = channels[type as keyof typeof channels];
    if (!present) continue;
    const { escalate = present.escalate, ...rest } = changes;
    channels[type as keyof typeof channels] = {
      ...present,
      ...(Object.fromEntries(
        Object.entries(rest).filter(([, value]) => value !== null && value !== undefined),
      ) as Partial<typeof present>),
      escalate: escalate ?? undefined,
    };
  }
  return {
    ...before,
    channels,
    timeZone: patch.timeZone ?? before.timeZone,
    quietHours: patch.quietHours === undefined ? before.quietHours : patch.quietHours,
  };
}
