import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AGAIN_MS, DraftKeeper, PAUSE_MS } from './draft-keeper';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what is being written', () => {
  it('is kept once, a while after the last keystroke', async () => {
    const kept: string[] = [];
    const keeper = new DraftKeeper(async (text) => void kept.push(text));
    keeper.change('H');
    keeper.change('Hi');
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(kept).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(kept).toEqual(['Hi']);
  });

  it('is kept at once when the field is left, and no second time', async () => {
    const kept: string[] = [];
    const keeper = new DraftKeeper(async (text) => void kept.push(text));
    keeper.change('Hi');
    keeper.flush();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(kept).toEqual(['Hi']);
  });

  it('is tried again after a failure, with what was written since', async () => {
    const kept: string[] = [];
    let isDown = true;
    const keeper = new DraftKeeper(async (text) => {
      if (isDown) throw new Error('offline');
      kept.push(text);
    });
    keeper.change('Hi');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    isDown = false;
    await vi.advanceTimersByTimeAsync(AGAIN_MS);
    expect(kept).toEqual(['Hi']);

    isDown = true;
    keeper.change('Hi there');
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    keeper.change('Hi there, Ann');
    isDown = false;
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(kept).toEqual(['Hi', 'Hi there, Ann']);
  });

  it('is kept in its order, however slow the server is', async () => {
    const kept: string[] = [];
    let first: () => void = () => {};
    const keeper = new DraftKeeper(async (text) => {
      if (text === 'one') await new Promise<void>((done) => (first = done));
      kept.push(text);
    });
    keeper.change('one');
    keeper.flush();
    await vi.advanceTimersByTimeAsync(0);
    keeper.change('');
    keeper.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept).toEqual([]);
    first();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept).toEqual(['one', '']);
  });
});
