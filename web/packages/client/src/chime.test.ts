// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { TestBrowser } from '../test/support/browser';
import { Chime, type ChimeSource } from './chime';
import { type KeyValueStorage, memoryStorage } from './storage';
import { Attention } from './tabs/attention';
import { TabGroup } from './tabs/tab-group';

let storage: KeyValueStorage;
let browser: TestBrowser;
let rung: string[];

beforeEach(() => {
  storage = memoryStorage();
  browser = new TestBrowser();
  rung = [];
});

/** A tab whose person has clicked in it, unless sound is forbidden. */
function openTab(name: string, state: AudioContextState = 'running') {
  const attention = new Attention();
  attention.enter(new TabGroup(browser.open(), 'maya'));
  const parameter = { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} };
  const node = { gain: parameter, frequency: {}, connect: (next: unknown) => next, stop: () => {} };
  const audio = {
    state,
    currentTime: 0,
    resume: async () => {},
    createGain: () => node,
    createOscillator: () => ({ ...node, start: (at: number) => at === 0 && rung.push(name) }),
  };
  const chime = new Chime(storage, attention, () => audio as unknown as AudioContext);
  const listeners: ((message: { id: string; sessionId: string }) => void)[] = [];
  const source: ChimeSource = {
    onMessage: (listener) => {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
  };
  const stop = chime.follow(source);
  document.dispatchEvent(new Event('pointerdown'));
  const arrive = (id: string) => {
    for (const listener of listeners) listener({ id, sessionId: 's1' });
  };
  return { chime, attention, arrive, stop };
}

it('rings once for all tabs', async () => {
  const tabs = ['one', 'two', 'three'].map((name) => openTab(name));
  for (const { arrive } of tabs) arrive('m1');
  await vi.waitUntil(() => rung.length > 0);
  const again = await Promise.all(tabs.map(({ chime }) => chime.ring('message:m1')));
  expect(again).toEqual([false, false, false]);
  expect(rung).toHaveLength(1);
});

it('rings in a tab where sound is allowed', async () => {
  const tabs = [openTab('mute', 'suspended'), openTab('loud')];
  for (const { arrive } of tabs) arrive('m1');
  await vi.waitUntil(() => rung.length > 0);
  expect(rung).toEqual(['loud']);
});

it('does not ring while the person looks at the conversation in any tab', async () => {
  const [one, two] = [openTab('one'), openTab('two')];
  two.attention.look('s1');
  await vi.waitUntil(async () => one.attention.isSeen('s1'));
  expect(await one.chime.ring('message:m1', 's1')).toBe(false);
  two.attention.look('s2');
  await vi.waitUntil(async () => !(await one.attention.isSeen('s1')));
  expect(await one.chime.ring('message:m1', 's1')).toBe(true);
});

it('is silent by choice, which every tab and the next visit keep', async () => {
  const [one, two] = [openTab('one'), openTab('two')];
  one.chime.setEnabled(false);
  expect(await two.chime.ring('message:m1')).toBe(false);
  expect(two.chime.getSnapshot().enabled).toBe(false);
  expect(openTab('later').chime.getSnapshot().enabled).toBe(false);
  two.chime.setEnabled(true);
  expect(await one.chime.ring('message:m2')).toBe(true);
});

it('not followed any more, does not ring', async () => {
  const { arrive, stop, chime } = openTab('one');
  stop();
  arrive('m1');
  expect(await chime.ring('message:m1')).toBe(true);
});
