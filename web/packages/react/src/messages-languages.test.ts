import { describe, expect, it } from 'vitest';
import { english } from './messages';
import { arabic } from './messages-ar';
import { german } from './messages-de';

/** Every message by its name, with what a function of numbers, names and flags says. */
function said(section: object, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [name, message] of Object.entries(section)) {
    if (name === 'locale') continue;
    if (typeof message === 'object') {
      for (const [key, words] of said(message, `${prefix}${name}.`)) all.set(key, words);
    } else {
      const words =
        typeof message === 'function' ? message(3, 'chat-message', false, 'X') : message;
      all.set(`${prefix}${name}`, words);
    }
  }
  return all;
}

describe.each([
  ['German', german],
  ['Arabic', arabic],
])('the words in %s', (_, catalogue) => {
  it('are all there, and not English', () => {
    const [own, theirs] = [said(catalogue), said(english)];
    expect([...own.keys()]).toEqual([...theirs.keys()]);
    const alike = [...own].filter(
      ([key, words]) => words.trim() === '' || words === theirs.get(key),
    );
    // What is the same in both languages.
    expect(alike.map(([key]) => key).filter((key) => !SAME.has(key))).toEqual([]);
  });
});

const SAME = new Set(['tickets.number', 'chat.agent']);

it('count in Arabic as Arabic does', () => {
  const { arrived } = arabic.bell;
  expect([2, 3, 11].map((count) => arrived(count, ''))).toEqual([
    'جديد: إشعاران',
    'جديد: 3 إشعارات',
    'جديد: 11 إشعارًا',
  ]);
});
