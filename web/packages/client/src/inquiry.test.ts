import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrontdeskError, offlineError } from './errors';
import { Inquiry } from './inquiry';

let asked: string[];
let failures: string[];
let subject: string | null;
let line: { up: boolean };
let answers: ((error?: Error) => void)[];
let inquiry: Inquiry;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  failures = [];
  subject = 'first';
  line = { up: true };
  answers = [];
  inquiry = new Inquiry({
    next: () => {
      const about = subject;
      if (about === null) return null;
      return () => {
        asked.push(about);
        return new Promise((resolve, reject) => {
          answers.push((error) => (error ? reject(error) : resolve()));
        });
      };
    },
    isOnline: () => line.up,
    onFailure: ({ code }) => failures.push(code),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

async function answer(error?: Error): Promise<void> {
  answers.shift()?.(error);
  await vi.advanceTimersByTimeAsync(0);
}

const refusal = (code: string, retryAfter?: number) =>
  new FrontdeskError({ code, message: code, retryAfter });

it('asks nothing when there is nothing to ask', () => {
  subject = null;
  inquiry.go();
  expect(asked).toEqual([]);
});

it('asks one question at a time, and what there is to ask after it', async () => {
  inquiry.go();
  subject = 'second';
  inquiry.go();
  inquiry.go();
  expect(asked).toEqual(['first']);
  await answer();
  expect(asked).toEqual(['first', 'second']);
  await answer();
  expect(asked).toEqual(['first', 'second']);
});

describe('a failure', () => {
  it('that may pass is asked again when the server says', async () => {
    inquiry.go();
    await answer(refusal('rate-limited', 3));
    expect(failures).toEqual(['rate-limited']);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
  });

  it('for good is not asked again', async () => {
    inquiry.go();
    await answer(refusal('not-found'));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveLength(1);
  });

  it('of the line waits for the next connection', async () => {
    inquiry.go();
    line.up = false;
    await answer(offlineError());
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveLength(1);
    line.up = true;
    inquiry.go();
    expect(asked).toHaveLength(2);
  });

  it('of a line that was back before it was noticed is asked again at once', async () => {
    inquiry.go();
    inquiry.go();
    await answer(offlineError());
    expect(asked).toHaveLength(2);
  });

  it('is not asked again once that was called off', async () => {
    inquiry.go();
    await answer(refusal('unavailable'));
    inquiry.cancel();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveLength(1);
  });
});
