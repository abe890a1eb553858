// A short sound for a message or an offer, made by the browser itself. Of several tabs one
// rings, and none while the person looks at the conversation.

import type { KeyValueStorage } from './storage';
import { Store } from './store';
import type { Attention } from './tabs/attention';

/** Where the person's choice is kept. */
export const CHIME_KEY = 'frontdesk.chime';
/** Two notes, in hertz, and how long each sounds, in seconds. */
const NOTES = [880, 1174.66];
const NOTE_SECONDS = 0.18;
const VOLUME = 0.15;
const SIGNS = ['pointerdown', 'keydown'] as const;

export interface ChimeSnapshot {
  /** The person's choice; on unless they have turned it off. */
  readonly enabled: boolean;
}

/** What rings: `LiveChat` and `AgentDesk` are such. */
export interface ChimeSource {
  onMessage(listener: (message: { id: string; sessionId: string }) => void): () => void;
  onOffer?(listener: (session: { id: string }) => void): () => void;
}

export class Chime extends Store<ChimeSnapshot> {
  readonly #storage: KeyValueStorage;
  readonly #attention: Attention;
  readonly #openAudio: () => AudioContext | null;
  #audio: AudioContext | null = null;

  constructor(
    storage: KeyValueStorage,
    attention: Attention,
    openAudio: () => AudioContext | null = browserAudio,
  ) {
    super({ enabled: storage.get(CHIME_KEY) !== 'off' });
    this.#storage = storage;
    this.#attention = attention;
    this.#openAudio = openAudio;
  }

  /** The person's choice, kept for the next visit. Call it from a click: it allows the sound. */
  setEnabled(enabled: boolean): void {
    this.#storage.set(CHIME_KEY, enabled ? 'on' : 'off');
    this.update({ enabled });
    if (enabled) this.#unlock();
  }

  /** Rings for what arrives there, until the returned function is called. */
  follow(source: ChimeSource): () => void {
    const { document } = globalThis;
    const unlock = () => this.#unlock();
    // Browsers allow sound only after the person has done something in this tab.
    for (const sign of SIGNS) document?.addEventListener(sign, unlock);
    // Such as the click that brought them here.
    if (globalThis.navigator?.userActivation?.hasBeenActive) unlock();
    const stops = [
      () => {
        for (const sign of SIGNS) document?.removeEventListener(sign, unlock);
      },
      source.onMessage(({ id, sessionId }) => void this.ring(`message:${id}`, sessionId)),
      source.onOffer?.(({ id }) => void this.ring(`offer:${id}`)),
    ];
    return () => {
      for (const stop of stops) stop?.();
    };
  }

  /** Rings for one matter, in one tab; says whether it was this one. */
  async ring(matter: string, conversationId?: string): Promise<boolean> {
    // Another tab may have changed it.
    const enabled = this.#storage.get(CHIME_KEY) !== 'off';
    this.update({ enabled });
    if (!enabled) return false;
    if (conversationId && (await this.#attention.isSeen(conversationId))) return false;
    const audio = this.#audio;
    // Where sound is not allowed yet, another tab may ring.
    if (audio?.state !== 'running' || !(await this.#attention.claim(matter))) return false;
    play(audio);
    return true;
  }

  close(): void {
    void this.#audio?.close().catch(() => {});
    this.#audio = null;
  }

  /** Called while the person does something. */
  #unlock(): void {
    if (!this.getSnapshot().enabled) return;
    this.#audio ??= this.#openAudio();
    if (this.#audio?.state === 'suspended') void this.#audio.resume().catch(() => {});
  }
}

function play(audio: AudioContext): void {
  NOTES.forEach((frequency, index) => {
    const begin = audio.currentTime + index * NOTE_SECONDS;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(VOLUME, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + NOTE_SECONDS);
  });
}

function browserAudio(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}
