// Tells when something on the page may have changed: the elements, or the address.

export function onChange(listener: () => void): () => void {
  // Many changes come at once; one look is enough for them.
  let frame = 0;
  const later = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(listener);
  };
  const observer = new MutationObserver(later);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-state', 'aria-current', 'hidden', 'aria-expanded'],
  });
  window.addEventListener('popstate', later);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    window.removeEventListener('popstate', later);
  };
}

/** Another layer is open, which wants the reader to itself. */
export const isCovered = (): boolean =>
  document.querySelector(
    ':is([role="dialog"], [role="alertdialog"], [role="menu"])[data-state="open"]:not([data-tour-step])',
  ) !== null;

/** An element that can be seen. */
export function visible(selector: string | undefined): Element | null {
  if (!selector) return null;
  const found = [...document.querySelectorAll(selector)];
  return found.find((element) => element.getClientRects().length > 0) ?? null;
}
