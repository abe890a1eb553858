// Looking at files: previews in a conversation, and the viewer by keys, by touch and for everybody.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { chosen, drop } from '../harness/attach';
import { expect, type Open, test } from '../harness/browser';
import { PNG, pdfOf } from '../harness/content';
import { tabTo } from '../harness/keyboard';
import { Line } from '../harness/line';
import { customerField, customerLog, startChat } from '../harness/pages';
import { someone } from '../harness/people';
import { Server } from '../harness/server';

const CSV = 'part,count\nhook,2\n';

/** A chat with a picture, a PDF, a table and JSON in it. */
async function withFiles(open: Open, at?: Server): Promise<Page> {
  const page = await open('/chat', { as: someone(), at });
  await startChat(page, 'Four files');
  await drop(
    customerField(page),
    chosen('bell.png', 'image/png', PNG),
    chosen('manual.pdf', 'application/pdf', pdfOf('Mount the bell', 'Ring the bell')),
    chosen('parts.csv', 'text/csv', Buffer.from(CSV)),
    chosen('order.json', 'application/json', Buffer.from('{"parts": 2}')),
  );
  await expect(page.getByRole('status').getByText('4 files attached')).toBeAttached();
  await customerField(page).press('Enter');
  await expect(customerLog(page).getByRole('link', { name: /manual\.pdf/ })).toBeVisible();
  return page;
}

const viewer = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

test('the viewer by keyboard alone: open, move, zoom, close', async ({ open }) => {
  const page = await withFiles(open);
  const link = customerLog(page).getByRole('link', { name: /manual\.pdf/ });
  await customerLog(page).getByRole('link', { name: 'bell.png' }).focus();
  await page.keyboard.press('Enter');
  await expect(viewer(page, 'bell.png')).toBeVisible();
  await expect(viewer(page, 'bell.png').getByRole('status')).toContainText('1 of 4');
  await page.keyboard.press('+');
  await expect(page.getByRole('button', { name: 'Zoom 150%, fit to the window' })).toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Zoom 100%, fit to the window' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(viewer(page, 'manual.pdf')).toBeVisible();
  await expect(page.getByRole('region', { name: 'PDF, 2 pages' })).toContainText('Mount the bell');
  await page.keyboard.press('End');
  await expect(viewer(page, 'order.json')).toContainText('{"parts": 2}');
  await page.keyboard.press('ArrowRight');
  await expect(viewer(page, 'order.json').getByRole('status')).toContainText('4 of 4');
  await page.keyboard.press('ArrowLeft');
  await expect(viewer(page, 'parts.csv')).toContainText('hook,2');
  await page.keyboard.press('Home');
  await expect(viewer(page, 'bell.png')).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Download bell.png' }));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(customerLog(page).getByRole('link', { name: 'bell.png' })).toBeFocused();
  await expect(link).toHaveAttribute('href', /\/ipfs\//);
});

test('a PDF is drawn, in a policy that runs nothing of it', async ({ open }) => {
  const page = await withFiles(open);
  await customerLog(page)
    .getByRole('link', { name: /manual\.pdf/ })
    .click();
  const pdf = page.getByRole('region', { name: 'PDF, 2 pages' });
  const canvas = pdf.getByRole('region', { name: 'Page 1' }).locator('canvas');
  /** Whether there is anything else than paper. */
  const isDrawn = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element
        .getContext('2d')
        ?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
      return data.some(
        (value, index) => index % 4 < 3 && value < 100 && (data[index | 3] ?? 0) > 0,
      );
    });
  await expect.poll(isDrawn).toBe(true);
});

test('a swipe moves to the next file', async ({ open }) => {
  const page = await withFiles(open);
  await customerLog(page).getByRole('link', { name: 'bell.png' }).click();
  await expect(viewer(page, 'bell.png')).toBeVisible();
  await page.getByRole('region', { name: 'Picture' }).evaluate((element) => {
    const touch = (x: number) =>
      new Touch({ identifier: 1, target: element, clientX: x, clientY: 200 });
    const event = (name: string, x: number, touches: Touch[]) =>
      new TouchEvent(name, { bubbles: true, touches, changedTouches: [touch(x)] });
    element.dispatchEvent(event('touchstart', 300, [touch(300)]));
    element.dispatchEvent(event('touchend', 120, []));
  });
  await expect(viewer(page, 'manual.pdf')).toBeVisible();
});

test('nothing moves when a preview arrives', async ({ open }) => {
  const page = await withFiles(open);
  const picture = customerLog(page).getByRole('link', { name: 'bell.png' });
  await expect(customerLog(page).getByRole('img', { name: 'bell.png' })).toBeVisible();
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value, hadRecentInput } = entry as unknown as {
              value: number;
              hadRecentInput: boolean;
            };
            if (!hadRecentInput) sum += value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
  expect(shift).toBeLessThan(0.1);
  const box = await picture.boundingBox();
  expect(box?.width).toBeGreaterThan(48);
});

test('the viewer keeps nobody out, light and dark, and fits 320 px', async ({ open }) => {
  const page = await withFiles(open);
  for (const [name, words] of [
    ['bell.png', null],
    ['manual.pdf', 'Mount the bell'],
    ['parts.csv', 'hook,2'],
  ] as const) {
    await customerLog(page).getByRole('link', { name }).click();
    await expect(viewer(page, name)).toBeVisible();
    if (words) await expect(viewer(page, name)).toContainText(words);
    await expectNoBarriers(page, `viewer of ${name}`);
    await expectNoSidewaysScroll(page, `viewer of ${name}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('previews work where the operator has a gateway of their own', async ({ open }) => {
  // Another origin than the desk's, with the same files.
  const gateway = await Line.open();
  const desk = await Server.start({ IPFS_GATEWAY: gateway.url });
  gateway.leadTo(desk);
  try {
    const page = await withFiles(open, desk);
    const files = customerLog(page);
    const picture = files.getByRole('img', { name: 'bell.png' });
    await expect(picture).toHaveAttribute('src', new RegExp(`^${gateway.url}/ipfs/`));
    const width = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBeGreaterThan(0);
    await files.getByRole('link', { name: /parts\.csv/ }).click();
    await expect(viewer(page, 'parts.csv')).toContainText('hook,2');
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('region', { name: 'PDF, 2 pages' })).toContainText(
      'Mount the bell',
    );
  } finally {
    await desk.dispose();
    await gateway.close();
  }
});
