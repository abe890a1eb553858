// Moving through a list with j and k: the focus goes from link to link, so that Enter opens by
// itself and a screen reader follows.

/** Put on the element that holds a list (or several, one under the other). */
export const LIST = { 'data-list': '' } as const;
/** Put on the link or button of each row. */
export const ROW = { 'data-row': '' } as const;

/** The row to go to, by index; null in an empty list. The ends hold. */
export function stepIndex(
  count: number,
  focused: number | null,
  selected: number | null,
  step: 1 | -1,
): number | null {
  if (count === 0) return null;
  if (focused !== null) return Math.min(count - 1, Math.max(0, focused + step));
  if (selected !== null) return selected;
  return step === 1 ? 0 : count - 1;
}

const STEP = 'console-step';

/**
 * A list of which only a part is on the page goes through its rows itself: `step` says whether it
 * did. Gives what ends that.
 */
export function onListStep(
  list: Element | null | undefined,
  step: (by: 1 | -1) => boolean,
): () => void {
  const onStep = (event: Event) => {
    if (step((event as CustomEvent<1 | -1>).detail)) event.preventDefault();
  };
  list?.addEventListener(STEP, onStep);
  return () => list?.removeEventListener(STEP, onStep);
}

/** Moves the focus to the next or previous row of the page's list. */
export function moveInList(step: 1 | -1, root: ParentNode = document): void {
  const list = root.querySelector('[data-list]');
  if (!list) return;
  if (!list.dispatchEvent(new CustomEvent(STEP, { detail: step, cancelable: true }))) return;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  const found = (index: number) => (index === -1 ? null : index);
  const active = document.activeElement;
  const focused = found(active instanceof HTMLElement ? rows.indexOf(active) : -1);
  const selected = found(rows.findIndex((row) => row.getAttribute('aria-current') === 'true'));
  const index = stepIndex(rows.length, focused, selected, step);
  const row = index === null ? undefined : rows[index];
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

/** Brings the selected row, or the pressed button of a row of buttons, into view. */
export function showSelected(element: HTMLElement | null): void {
  element
    ?.querySelector('[aria-current="true"], [aria-pressed="true"]')
    ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Focuses the first visible element that a selector finds; false when there is none. */
export function focusFirst(selector: string): boolean {
  const element = [...document.querySelectorAll<HTMLElement>(selector)].find(
    (candidate) => candidate.getClientRects().length > 0,
  );
  element?.focus();
  return element !== undefined;
}
