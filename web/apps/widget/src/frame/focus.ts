/** Where the focus goes: to a screen's field or title, and round the ends of a panel that fills the screen. */

const STOPS =
  'a[href], button:not([disabled]), input:not([disabled]):not([type="hidden"]), textarea, select, [tabindex="0"]';

/** `field`: where one writes, if the screen says so (`data-begin`), else its title. */
export function focusScreen(at: 'field' | 'title' | 'first' | 'last'): void {
  if (at === 'first' || at === 'last') {
    const stops = [...document.querySelectorAll<HTMLElement>(STOPS)].filter(
      (stop) => stop.getClientRects().length > 0,
    );
    stops.at(at === 'first' ? 0 : -1)?.focus();
    return;
  }
  // Whoever was quick writes already.
  if (document.activeElement?.matches('input, textarea, select')) return;
  const field = at === 'field' ? document.querySelector<HTMLElement>('[data-begin]') : null;
  const target = field ?? document.querySelector<HTMLElement>('[data-title]');
  target?.focus({ preventScroll: true });
}
