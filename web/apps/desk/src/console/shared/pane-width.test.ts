import { expect, it } from 'vitest';
import { LIST_WIDTH, nextWidth, widthOf } from './pane-width';

it('keeps the list within its limits', () => {
  expect([3, 20.1, 90, Number.NaN].map(widthOf)).toEqual([16, 20, 34, LIST_WIDTH.normal]);
});

it('goes through three widths and begins again', () => {
  expect([16, 18, 21, 34].map(nextWidth)).toEqual([21, 21, 34, 16]);
});
