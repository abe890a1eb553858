import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message, messages } from '../test/support/messages';
import { FrontdeskError, offlineError } from './errors';
import { History, type SyncAnswer } from './history';

function setUp(answer: (after: number) => SyncAnswer | Promise<SyncAnswer>) {
  const asked: number[] = [];
  const history = new History({
    fetch: async (after) => {
      asked.push(after);
      return answer(after);
    },
    onChange: () => {},
  });
  const seqs = () => history.timeline.messages.map(({ seq }) => seq);
  return { history, asked, seqs };
}

/** A server that has `head` messages and gives `size` of them at a time. */
const pages =
  (head: number, size: number) =>
  (after: number): SyncAnswer => {
    const last = Math.min(after + size, head);
    return { messages: messages(after + 1, last), more: last < head, head };
  };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settled = () => vi.advanceTimersByTimeAsync(0);

it('asks page after page until there is no more', async () => {
  const { history, asked, seqs } = setUp(pages(7, 3));
  await history.catchUp();
  expect(asked).toEqual([0, 3, 6]);
  expect(seqs()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('fills a gap as soon as a message shows it', async () => {
  const { history, asked, seqs } = setUp(pages(4, 10));
  history.add([message(1)]);
  expect(asked).toEqual([]);
  history.add([message(4)]);
  await settled();
  expect(asked).toEqual([1]);
  expect(seqs()).toEqual([1, 2, 3, 4]);
});

it('asks one question at a time', async () => {
  const { history, asked } = setUp(pages(3, 10));
  await Promise.all([history.catchUp(), history.catchUp()]);
  expect(asked).toEqual([0]);
});

it('asks again when a message came during a question that did not cover it', async () => {
  const answers = [
    (): SyncAnswer => {
      history.add([message(3)]);
      return { messages: [], more: false, head: 1 };
    },
    pages(3, 10),
  ];
  const { history, asked, seqs } = setUp((after) => {
    const next = answers.shift();
    if (!next) throw new Error('asked too often');
    return next(after);
  });
  history.add([message(1)]);
  await history.catchUp();
  expect(asked).toEqual([1, 1]);
  expect(seqs()).toEqual([1, 2, 3]);
});

it.each([0, 1, 2, 3, 4, 5])(
  'fills a gap that shows %d steps after the answer to the last question',
  async (steps) => {
    const answers: ((answer: SyncAnswer) => void)[] = [];
    const { history, asked, seqs } = setUp(() => new Promise((give) => answers.push(give)));
    history.add([message(1)]);
    const caughtUp = history.catchUp();
    answers.shift()?.({ messages: [], more: false, head: 1 });
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    history.add([message(3)]);
    await settled();
    answers.shift()?.(pages(3, 10)(1));
    await caughtUp;
    await settled();
    expect(asked).toEqual([1, 1]);
    expect(seqs()).toEqual([1, 2, 3]);
  },
);

it('does not ask for ever for what the server does not have', async () => {
  const { history, asked } = setUp(() => ({ messages: [], more: true, head: 9 }));
  await history.catchUp();
  expect(asked.length).toBeLessThanOrEqual(2);
});

describe('when the server cannot answer', () => {
  it('waits as long as it says, and asks again', async () => {
    let failures = 1;
    const { history, asked, seqs } = setUp((after) => {
      if (failures-- > 0) {
        throw new FrontdeskError({ code: 'rate-limited', message: 'later', retryAfter: 2 });
      }
      return pages(2, 10)(after);
    });
    history.add([message(2)]);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(seqs()).toEqual([1, 2]);
  });

  it('leaves a broken line to the next connection', async () => {
    const { history, asked } = setUp(() => {
      throw offlineError();
    });
    history.add([message(2)]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toHaveLength(1);
  });
});

it('is whole in the end for any loss, order and repetition of events', async () => {
  const length = 30;
  const events = fc.array(fc.integer({ min: 1, max: length }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(events, fc.integer({ min: 1, max: 7 }), async (arriving, size) => {
      const { history, seqs } = setUp(pages(length, size));
      for (const seq of arriving) {
        history.add([message(seq)]);
        if (seq % 3 === 0) await settled();
      }
      await history.catchUp();
      await history.catchUp();
      expect(seqs()).toEqual(messages(1, length).map(({ seq }) => seq));
    }),
    { numRuns: 50 },
  );
});
