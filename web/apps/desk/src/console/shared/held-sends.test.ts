import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Delivery, HeldSends } from './held-sends';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const REPLY = { id: 'c1', to: 'Ana', andThen: null, restMs: 5000 };

function held(send: (pageEnds: boolean) => Promise<void> = async () => {}) {
  const heard: string[] = [];
  const delivery: Delivery = {
    send: async (pageEnds) => {
      heard.push(pageEnds ? 'sent at the end' : 'sent');
      await send(pageEnds);
    },
    onUndo: () => void heard.push('undone'),
    onFailure: () => void heard.push('failed'),
  };
  const sends = new HeldSends();
  sends.hold(REPLY, delivery);
  return { sends, heard };
}

it('goes when its time is over, once', async () => {
  const { sends, heard } = held();
  await vi.advanceTimersByTimeAsync(4999);
  expect(heard).toEqual([]);
  expect(sends.getSnapshot()).toEqual([{ ...REPLY, leaving: false }]);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard).toEqual(['sent']);
  expect(sends.getSnapshot()).toEqual([]);
});

it('is taken back, and does not go', async () => {
  const { sends, heard } = held();
  expect(sends.undo('c1')).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(heard).toEqual(['undone']);
  expect(sends.getSnapshot()).toEqual([]);
});

it('goes at once when asked to, and when the page ends', async () => {
  const now = held();
  now.sends.sendNow('c1');
  const atEnd = held();
  atEnd.sends.flush();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(now.heard).toEqual(['sent']);
  expect(atEnd.heard).toEqual(['sent at the end']);
});

it('cannot be taken back while it leaves, nor leave twice', async () => {
  let arrive: () => void = () => {};
  const { sends, heard } = held(() => new Promise((done) => (arrive = done)));
  sends.sendNow('c1');
  expect(sends.getSnapshot()).toEqual([{ ...REPLY, leaving: true }]);
  expect(sends.undo('c1')).toBe(false);
  sends.flush();
  arrive();
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(['sent']);
  expect(sends.getSnapshot()).toEqual([]);
});

it('is waited for where everything has to be sent, whether it has left already or not', async () => {
  let arrive: () => void = () => {};
  const { sends, heard } = held(() => new Promise((done) => (arrive = done)));
  sends.sendNow('c1');
  const all = sends.sendAll().then(() => heard.push('all'));
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(['sent']);
  arrive();
  await all;
  expect(heard).toEqual(['sent', 'all']);
});

it('tells when it could not be sent', async () => {
  const { sends, heard } = held(async () => {
    throw new Error('offline');
  });
  sends.sendNow('c1');
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(['sent', 'failed']);
  expect(sends.getSnapshot()).toEqual([]);
});

it('can be watched as React does, by its functions alone', () => {
  const { sends } = held();
  const { subscribe, getSnapshot } = sends;
  const heard = vi.fn();
  const stop = subscribe(heard);
  sends.undo('c1');
  stop();
  expect(heard).toHaveBeenCalledOnce();
  expect(getSnapshot()).toEqual([]);
});
