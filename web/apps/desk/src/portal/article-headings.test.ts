import { expect, it } from 'vitest';
import { readHeadings, sectionAt } from './article-headings';

it('lists the headings of two levels that can be linked to', () => {
  const body = document.createElement('div');
  body.innerHTML =
    '<h2 id="h-a">A</h2><h3 id="h-b"> B <code>c</code></h3><h4 id="h-d">D</h4><h2>E</h2><h2 id="h-f"></h2>';
  expect(readHeadings(body)).toEqual([
    { id: 'h-a', text: 'A', level: 2 },
    { id: 'h-b', text: 'B c', level: 3 },
  ]);
  expect(readHeadings(null)).toEqual([]);
});

it('finds the section that is read', () => {
  const at = (...tops: number[]) => tops.map((top, index) => ({ id: `h-${index}`, top }));
  expect(sectionAt(at(200, 500, 900), 100, false)).toBe('h-0');
  expect(sectionAt(at(-300, 90, 400), 100, false)).toBe('h-1');
  expect(sectionAt(at(-300, 90, 400), 100, true)).toBe('h-2');
  expect(sectionAt([], 100, false)).toBeNull();
});
