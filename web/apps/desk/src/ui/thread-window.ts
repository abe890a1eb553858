/**
 * Which part of a long conversation is on the page: its end, and as much before it as the reader
 * has asked for. Thousands of messages would make each of them slow.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Messages that are shown at first, and how many more at a time. */
export const WINDOW = 150;
/** The beginning moves by so many at once, not with every message. */
const STEP = 50;

/**
 * The index of the first message shown.
 *
 * @param earlier how many more than the last ones the reader has asked for
 */
export function windowStart(length: number, earlier: number): number {
  const start = Math.ceil(Math.max(0, length - WINDOW) / STEP) * STEP;
  return Math.max(0, Math.min(start, Math.max(0, length - 1)) - earlier);
}

/**
 * @param box what scrolls, where it isn't the page: the reader's place in it is kept
 * @param atEnd whether one reads at the end; where not, nothing is taken away above
 */
export function useThreadWindow(
  length: number,
  box: RefObject<HTMLElement | null> | null,
  atEnd: RefObject<boolean>,
) {
  const [earlier, setEarlier] = useState(0);
  const [isGrowing, setGrowing] = useState(false);
  const wanted = windowStart(length, earlier);
  const shown = useRef(wanted);
  const keeps = box !== null && !atEnd.current && shown.current < length;
  const start = keeps ? Math.min(shown.current, wanted) : wanted;
  /** How far the end was away before the beginning moved. */
  const toEnd = useRef<number | null>(null);

  const showEarlier = useCallback(() => {
    const element = box?.current;
    toEnd.current = element ? element.scrollHeight - element.scrollTop : null;
    setGrowing(true);
    setEarlier((before) => before + WINDOW);
  }, [box]);

  useLayoutEffect(() => {
    const hasGrown = start < shown.current;
    shown.current = start;
    const element = box?.current;
    if (!hasGrown || !element || toEnd.current === null) return;
    element.scrollTop = element.scrollHeight - toEnd.current;
    toEnd.current = null;
  }, [start, box]);

  useEffect(() => {
    if (!isGrowing) return;
    const frame = requestAnimationFrame(() => setGrowing(false));
    return () => cancelAnimationFrame(frame);
  }, [isGrowing]);

  return { start, showEarlier, isGrowing };
}
