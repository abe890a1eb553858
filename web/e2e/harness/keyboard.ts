// Getting about a page by keys alone.
import { expect, type Locator, type Page } from '@playwright/test';

/** No page of the app has more stops than that. */
const MOST_STOPS = 60;

/** Presses Tab until the element has the focus, which must show. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      expect(await isFocusVisible(target), `the focus shows on ${target}`).toBe(true);
      return;
    }
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** An outline, or a shadow in its place, on the element or on a frame around it. */
function isFocusVisible(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    for (let at: Element | null = element, depth = 0; at && depth < 4; depth += 1) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      if (outlineStyle !== 'none' && outlineWidth !== '0px') return true;
      if (boxShadow !== 'none') return true;
      at = at.parentElement;
    }
    return false;
  });
}
