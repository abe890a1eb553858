import type { Macro } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { actionsInWords, macroQuery, matchingMacros } from './macro-search';

const NOTHING = { addTags: [], status: null, note: null, closeChat: false };

const macro = (title: string, change: Partial<Macro> = {}): Macro => ({
  id: title,
  title,
  content: '',
  visibility: 'everyone',
  actions: NOTHING,
  ownerId: 'sam',
  uses: 0,
  createdAt: '2026-01-01T10:00:00.000Z',
  updatedAt: '2026-01-01T10:00:00.000Z',
  ...change,
});

describe('a look-up', () => {
  it.each([
    ['/', ''],
    ['/ref', 'ref'],
    ['/Refund Late ', 'refund late'],
  ])('%j asks for %j', (text, query) => expect(macroQuery(text)).toBe(query));

  it.each(['', 'ref', 'and/or', ' /ref', '/ref\nmore', '/etc/hosts'])('%j is none', (text) =>
    expect(macroQuery(text)).toBeNull(),
  );
});

describe('macros that fit', () => {
  const titles = (macros: Macro[], query: string) =>
    matchingMacros(macros, query).map(({ title }) => title);

  it('all do while nothing is typed, the most used first', () => {
    expect(titles([macro('A', { uses: 1 }), macro('B', { uses: 9 })], '')).toEqual(['B', 'A']);
  });

  it('a shortcut comes before a title, the beginning of a word before its middle', () => {
    const all = [
      macro('Prefer mail'),
      macro('Late refund'),
      macro('Money back', { shortcut: 'refund' }),
      macro('Shipping', { shortcut: 'ref' }),
    ];
    expect(titles(all, 'ref')).toEqual(['Shipping', 'Money back', 'Late refund', 'Prefer mail']);
  });

  it('of several words the title is asked for', () => {
    expect(titles([macro('Late refund'), macro('Refund')], 'late re')).toEqual(['Late refund']);
  });

  it('none may', () => expect(titles([macro('Refund')], 'bell')).toEqual([]));
});

describe('what a macro does', () => {
  it('nothing but its words', () => expect(actionsInWords(NOTHING)).toEqual([]));

  it('is said in the order in which it happens', () => {
    const actions = {
      addTags: ['refund', 'late'],
      status: 'resolved' as const,
      note: 'Paid back',
      closeChat: true,
    };
    expect(actionsInWords(actions)).toEqual([
      'Adds the tags refund, late',
      'Sets the ticket to “Resolved”',
      'Adds the internal note “Paid back”',
      'Closes the chat',
    ]);
  });
});
