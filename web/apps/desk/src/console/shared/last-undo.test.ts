import { expect, it, vi } from 'vitest';
import { offerUndo, undoLast } from './last-undo';

it('takes back what came last, once', () => {
  const [first, second] = [vi.fn(), vi.fn()];
  offerUndo(first);
  offerUndo(second);
  expect([undoLast(), undoLast()]).toEqual([true, false]);
  expect(first).not.toHaveBeenCalled();
  expect(second).toHaveBeenCalledOnce();
});

it('leaves alone what was long ago', () => {
  const undo = vi.fn();
  offerUndo(undo, 0);
  expect(undoLast(60_001)).toBe(false);
  expect(undo).not.toHaveBeenCalled();
});
