import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { message, messages } from '../test/support/messages';
import { contiguousEnd, EMPTY_TIMELINE, merge, missingAfter, type Timeline } from './timeline';

const seqs = (timeline: Timeline) => timeline.messages.map(({ seq }) => seq);

describe('merging', () => {
  it('sorts by seq, whatever the order of arrival', () => {
    expect(seqs(merge(EMPTY_TIMELINE, [message(3), message(1), message(2)]))).toEqual([1, 2, 3]);
  });

  it('keeps the first copy of a message that comes twice', () => {
    const first = merge(EMPTY_TIMELINE, [message(1)]);
    const again = merge(first, [message(1, 'another text'), message(2)]);
    expect(again.messages[0]).toBe(first.messages[0]);
    expect(seqs(again)).toEqual([1, 2]);
  });

  it('gives the same timeline back when nothing is new', () => {
    const timeline = merge(EMPTY_TIMELINE, messages(1, 3));
    expect(merge(timeline, [message(2)])).toBe(timeline);
    expect(merge(timeline, [], 3)).toBe(timeline);
    expect(merge(timeline, [])).toBe(timeline);
  });

  it('leaves the old timeline as it was', () => {
    const before = merge(EMPTY_TIMELINE, [message(2)]);
    merge(before, [message(1)]);
    expect(seqs(before)).toEqual([2]);
  });
});

describe('what is missing', () => {
  it('is nothing in an empty or a whole timeline', () => {
    expect(missingAfter(EMPTY_TIMELINE)).toBeNull();
    expect(missingAfter(merge(EMPTY_TIMELINE, messages(1, 9)))).toBeNull();
  });

  it('begins after the last message before the first gap', () => {
    const timeline = merge(EMPTY_TIMELINE, [message(1), message(2), message(4), message(7)]);
    expect(missingAfter(timeline)).toBe(2);
    expect(contiguousEnd(timeline)).toBe(2);
  });

  it('is everything when the first message is', () => {
    expect(missingAfter(merge(EMPTY_TIMELINE, [message(5)]))).toBe(0);
  });

  it('can lie at the end, when the server is known to be further', () => {
    const timeline = merge(EMPTY_TIMELINE, messages(1, 3), 5);
    expect(missingAfter(timeline)).toBe(3);
    expect(missingAfter(merge(timeline, messages(4, 5)))).toBeNull();
  });
});

describe('for any order, repetition and loss', () => {
  const length = 40;
  /** Deliveries: chunks of seqs, in any order, with repeats, some never delivered. */
  const deliveries = fc.array(
    fc.array(fc.integer({ min: 1, max: length }), { minLength: 1, maxLength: 6 }),
    { maxLength: 60 },
  );
  const deliver = (chunks: number[][]) =>
    chunks.reduce(
      (timeline, chunk) =>
        merge(
          timeline,
          chunk.map((seq) => message(seq)),
        ),
      EMPTY_TIMELINE,
    );

  it('the timeline holds what arrived, once, in order', () => {
    fc.assert(
      fc.property(deliveries, (chunks) => {
        const arrived = [...new Set(chunks.flat())].sort((a, b) => a - b);
        expect(seqs(deliver(chunks))).toEqual(arrived);
      }),
    );
  });

  it('what is missing starts at the first seq that did not arrive', () => {
    fc.assert(
      fc.property(deliveries, (chunks) => {
        const arrived = new Set(chunks.flat());
        const head = Math.max(0, ...arrived);
        let firstLost = 1;
        while (arrived.has(firstLost)) firstLost += 1;
        expect(missingAfter(deliver(chunks))).toBe(firstLost <= head ? firstLost - 1 : null);
      }),
    );
  });

  it('answers to what is missing make it whole', () => {
    fc.assert(
      fc.property(deliveries, fc.integer({ min: 1, max: 10 }), (chunks, pageSize) => {
        let timeline = merge(deliver(chunks), [], length);
        for (let after = missingAfter(timeline); after !== null; after = missingAfter(timeline)) {
          timeline = merge(timeline, messages(after + 1, Math.min(after + pageSize, length)));
        }
        expect(seqs(timeline)).toEqual(messages(1, length).map(({ seq }) => seq));
      }),
    );
  });
});
