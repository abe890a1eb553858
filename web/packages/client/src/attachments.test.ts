import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Attachments, hasEnded } from './attachments';
import type { Channel, Events } from './channel';
import type { Attachment } from './types';

let tell: (event: { attachment: Attachment }) => void;
let online: () => void;
let asked: string[][];
let answers: Attachment[];
let attachments: Attachments;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answers = [];
  const channel = {
    on: (_name: string, handler: typeof tell) => {
      tell = handler;
    },
    onOnline: (handler: () => void) => {
      online = handler;
    },
  } as unknown as Channel<Events, Events>;
  attachments = new Attachments([channel], async (cids) => {
    asked.push(cids);
    return answers.filter(({ cid }) => cids.includes(cid));
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const file = (cid: string, over: Partial<Attachment> = {}): Attachment => ({
  cid,
  url: `/ipfs/${cid}`,
  size: 1,
  type: 'image/png',
  name: `${cid}.png`,
  scan: 'pending',
  ...over,
});

describe('what is known of a file', () => {
  it('is what came last, under the name that the message gives it', () => {
    const shown = file('a', { name: 'mine.png' });
    expect(attachments.latest(shown)).toBe(shown);
    tell({ attachment: file('a', { scan: 'clean', thumbnailUrl: '/ipfs/t' }) });
    expect(attachments.latest(shown)).toMatchObject({
      name: 'mine.png',
      scan: 'clean',
      thumbnailUrl: '/ipfs/t',
    });
  });

  it('is asked for after the line was down, where it may have changed', async () => {
    attachments.watch(file('a'));
    attachments.watch(file('b', { scan: 'clean' }));
    const leave = attachments.watch(file('c'));
    leave();
    answers = [file('a', { scan: 'infected' })];
    online();
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([['a']]);
    expect(attachments.latest(file('a')).scan).toBe('infected');
  });

  it('is asked for together, at most fifty at a time', async () => {
    for (let number = 0; number < 60; number += 1) attachments.refresh(`f${number}`);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked.map(({ length }) => length)).toEqual([50, 10]);
  });

  it('is asked for before its signed address ends', async () => {
    const end = (minutes: number) => Math.floor(Date.now() / 1_000) + minutes * 60;
    attachments.watch(file('a', { url: `/files/a?expires=${end(15)}&signature=x` }));
    answers = [file('a', { url: `/files/a?expires=${end(30)}&signature=y` })];
    await vi.advanceTimersByTimeAsync(14 * 60_000);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([['a']]);
    expect(attachments.latest(file('a')).url).toContain('signature=y');
    await vi.advanceTimersByTimeAsync(14 * 60_000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(45_000);
    expect(asked).toHaveLength(2);
    // It ends without a newer one: no more than once a minute.
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(asked.length).toBeLessThanOrEqual(7);
  });

  it('can be waited for, when its address has ended', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const ended = file('a', { url: `/files/a?expires=${now}&signature=x` });
    const next = file('a', { url: `/files/a?expires=${now + 60}&signature=y` });
    expect(hasEnded(ended.url)).toBe(true);
    expect([next.url, file('b').url].some(hasEnded)).toBe(false);
    answers = [{ ...next, name: 'another.png' }];
    expect(await attachments.fresh(ended)).toEqual({ ...next, name: 'a.png' });
    expect(attachments.latest(ended).url).toBe(next.url);
    // Nobody answers: it is as it was.
    answers = [];
    expect((await attachments.fresh(file('b'))).url).toBe('/ipfs/b');
  });

  it('is forgotten with the person', () => {
    tell({ attachment: file('a', { scan: 'clean' }) });
    attachments.forget();
    expect(attachments.latest(file('a')).scan).toBe('pending');
  });
});
