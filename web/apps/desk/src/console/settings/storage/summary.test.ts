import { describe, expect, it } from 'vitest';
import { backendWords, collectionWords, everyDay, quotaTone, scrubWords } from './summary';

const scrub = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:00Z' };

describe('the words of upkeep', () => {
  it('tell of a scrub that is under way, clean, or found something', () => {
    expect(scrubWords(undefined)).toBe('Not done yet.');
    expect(scrubWords({ startedAt: scrub.startedAt, checked: 3, damaged: 0, repaired: 0 })).toBe(
      'Under way: 3 files checked.',
    );
    expect(scrubWords({ ...scrub, checked: 9, damaged: 0, repaired: 0 })).toBe(
      '9 files checked, none damaged.',
    );
    expect(scrubWords({ ...scrub, checked: 9, damaged: 3, repaired: 2 })).toBe(
      '9 files checked, 3 damaged, 2 repaired, 1 lost.',
    );
  });

  it('tell what a collection has freed', () => {
    expect(collectionWords({ finishedAt: '', files: 2, bytes: 2048 })).toBe(
      '2 files removed, 2 kB freed.',
    );
    expect(collectionWords({ finishedAt: '', files: 0, bytes: 0 })).toContain('nothing');
  });

  it('say what the backend is, and that it rests', () => {
    const backend = {
      kind: 'kubo',
      healthy: false,
      detail: 'refused',
      waiting: 1,
      breaker: 'open',
    };
    expect(backendWords(backend)).toBe(
      'An IPFS node (Kubo). Refused. It is asked only now and then, until it answers.',
    );
  });
});

it('the quota warns before it is full', () => {
  expect([quotaTone(1, 10), quotaTone(8, 10), quotaTone(10, 10)]).toEqual([
    'normal',
    'warning',
    'danger',
  ]);
});

it('days without an upload are shown as well', () => {
  const days = everyDay([{ day: '2026-02-28', files: 1, bytes: 5 }], '2026-03-02', 4);
  expect(days.map(({ day, bytes }) => [day, bytes])).toEqual([
    ['2026-02-27', 0],
    ['2026-02-28', 5],
    ['2026-03-01', 0],
    ['2026-03-02', 0],
  ]);
});
