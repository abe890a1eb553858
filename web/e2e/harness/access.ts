// What keeps people out of a page: by the rules that axe checks, and on narrow screens.
import type { Frame, Page } from '@playwright/test';
import axe from 'axe-core';
import { expect } from './browser';

/** What axe finds that keeps people out, as rule and place; everything it finds where all is asked for. */
async function barriers(page: Page | Frame, isAll: boolean): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => isAll || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** Nothing that axe finds, however slight: light and dark. */
export async function expectNoViolations(page: Page, name: string): Promise<void> {
  await expectNoBarriers(page, name, page, true);
}

/** @param within a frame of the page to look at instead of the page itself */
export async function expectNoBarriers(
  page: Page,
  name: string,
  within: Page | Frame = page,
  isAll = false,
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await repainted(within);
    expect.soft(await barriers(within, isAll), `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Frames without any change of colour before a page counts as repainted. */
const QUIET_FRAMES = 5;

/** Colours change by way of transitions, however short, and one may start another: all are over. */
async function repainted(page: Page | Frame): Promise<void> {
  await page.evaluate(async (quietFrames) => {
    for (let quiet = 0; quiet < quietFrames; quiet += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      // What is folded away keeps its transitions, finished, for as long as it isn't shown.
      const isUnderWay = (one: Animation) =>
        one instanceof CSSTransition && one.playState !== 'finished';
      if (document.getAnimations().some(isUnderWay)) quiet = 0;
    }
  }, QUIET_FRAMES);
}

const NARROW = { width: 320, height: 640 };

/** By how many pixels the page is wider than the screen, and what sticks out. */
export async function expectNoSidewaysScroll(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize(NARROW);
  const overflow = await page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
  });
  expect.soft(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  if (before) await page.setViewportSize(before);
}
