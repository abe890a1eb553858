// Which view was looked at last in this tab: what is opened by a link from elsewhere opens there.

const KEY = 'frontdesk.console.last-view';
const FIRST = 'mine';

let last: string | null = null;

/** The view's name and the filters beside it, as the address has them. */
export function rememberView(view: string): void {
  last = view;
  try {
    sessionStorage.setItem(KEY, view);
  } catch {
    // Storage is full or forbidden: this page remembers.
  }
}

export function lastView(): string {
  try {
    return last ?? sessionStorage.getItem(KEY) ?? FIRST;
  } catch {
    return last ?? FIRST;
  }
}
