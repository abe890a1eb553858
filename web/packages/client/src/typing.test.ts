import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  TYPING_EXPIRY_MS,
  TYPING_IDLE_MS,
  TYPING_REPEAT_MS,
  TypingIndicator,
  TypingSender,
} from './typing';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('telling', () => {
  const setUp = () => {
    const said: boolean[] = [];
    return { said, sender: new TypingSender((isTyping) => said.push(isTyping)) };
  };

  it('says it once for many keystrokes, and again after a while', () => {
    const { said, sender } = setUp();
    for (let n = 0; n < 10; n += 1) sender.set(true);
    expect(said).toEqual([true]);
    vi.advanceTimersByTime(TYPING_REPEAT_MS);
    sender.set(true);
    expect(said).toEqual([true, true]);
  });

  it('ends by itself without keystrokes', () => {
    const { said, sender } = setUp();
    sender.set(true);
    vi.advanceTimersByTime(TYPING_IDLE_MS - 1);
    expect(said).toEqual([true]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual([true, false]);
  });

  it('says nothing of an end that had no beginning', () => {
    const { said, sender } = setUp();
    sender.set(false);
    expect(said).toEqual([]);
  });

  it('leaves the end to the message that went out', () => {
    const { said, sender } = setUp();
    sender.set(true);
    sender.reset();
    vi.advanceTimersByTime(TYPING_IDLE_MS);
    expect(said).toEqual([true]);
  });
});

describe('believing', () => {
  it('ends when the end was lost', () => {
    const shown: boolean[] = [];
    const indicator = new TypingIndicator((isTyping) => shown.push(isTyping));
    indicator.set(true);
    vi.advanceTimersByTime(TYPING_EXPIRY_MS);
    expect(shown).toEqual([true, false]);
  });

  it('goes on with every repeat', () => {
    const shown: boolean[] = [];
    const indicator = new TypingIndicator((isTyping) => shown.push(isTyping));
    indicator.set(true);
    vi.advanceTimersByTime(TYPING_EXPIRY_MS - 1);
    indicator.set(true);
    vi.advanceTimersByTime(TYPING_EXPIRY_MS - 1);
    expect(shown).not.toContain(false);
  });
});
