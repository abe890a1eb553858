// Keeps what is selected in sight when a list appears, changes its shape, or something else is
// opened from it.

import { type RefObject, useEffect, useRef } from 'react';
import { showSelected } from './list-focus';

/** The ref goes on the list; `selected` says what is open, `filled` whether the rows are there. */
export function useShowSelected<Element extends HTMLElement>(
  selected: unknown,
  filled = true,
): RefObject<Element | null> {
  const list = useRef<Element>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are the signal to look again
  useEffect(() => showSelected(list.current), [selected, filled]);
  return list;
}
