import type { Note } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '../../ui';
import { interleave, noteEntry, withNote } from './notes';

const note = (seq: number, change: Partial<Note> = {}): Note => ({
  id: `n${seq}`,
  sessionId: 's1',
  seq,
  content: `note ${seq}`,
  files: [],
  authorId: 'sam',
  authorName: 'Sam',
  createdAt: '2026-01-01T10:00:00.000Z',
  ...change,
});

const item = (id: string, minute: number): ThreadItem => ({
  kind: 'event',
  id,
  time: `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`,
  text: id,
});

const order = (items: readonly ThreadItem[]) => items.map(({ id }) => id);

describe('a note that arrives', () => {
  it('stands in the order of its number, whenever it arrives', () => {
    expect(withNote([note(1), note(3)], note(2)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('twice is shown once, as it was told last', () => {
    const again = note(1, { content: 'changed' });
    expect(withNote([note(1)], again)).toEqual([again]);
  });
});

describe('notes among messages', () => {
  it('stand where they were written', () => {
    const messages = [item('m1', 1), item('m2', 5), item('m3', 9)];
    expect(order(interleave(messages, [item('a', 0), item('b', 5), item('c', 7)]))).toEqual([
      'a',
      'm1',
      'm2',
      'b',
      'c',
      'm3',
    ]);
  });

  it('stand at the end of a chat that is still, and alone in one without messages', () => {
    expect(order(interleave([item('m1', 1)], [item('a', 2), item('b', 3)]))).toEqual([
      'm1',
      'a',
      'b',
    ]);
    expect(order(interleave([], [item('a', 2)]))).toEqual(['a']);
  });

  it('never change the order of the messages, even where a clock was wrong', () => {
    const messages = [item('m1', 9), item('m2', 1), item('m3', 10)];
    expect(order(interleave(messages, [item('a', 5)]))).toEqual(['a', 'm1', 'm2', 'm3']);
  });
});

it('is marked as internal, and as one’s own', () => {
  expect(noteEntry(note(1), 'sam')).toMatchObject({ internal: true, mine: true, author: 'Sam' });
  expect(noteEntry(note(1), 'ann')).toMatchObject({ internal: true, mine: false });
});
