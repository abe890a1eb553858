// Attaching files: every way in.
import type { Page } from '@playwright/test';
import { chosen, drop, fileRow, paste } from '../harness/attach';
import { expect, type Open, test } from '../harness/browser';
import { cidOf, PNG } from '../harness/content';
import { customerField, customerLog, startChat } from '../harness/pages';
import { someone } from '../harness/people';
import type { Json } from '../harness/wire';

async function chat(open: Open): Promise<Page> {
  const page = await open('/chat', { as: someone() });
  await startChat(page, 'Hello');
  return page;
}

test('files are dropped on the composer, or anywhere on the page', async ({ open }) => {
  const page = await chat(open);
  await drop(customerField(page), chosen('bell.png', 'image/png', PNG));
  await drop(customerLog(page), chosen('notes.txt', 'text/plain', Buffer.from('ring')));
  await expect(page.getByRole('status').getByText('2 files attached')).toBeAttached();
  await expect(page).toHaveURL(/\/chat$/);
  await customerField(page).press('Enter');
  await expect(customerLog(page).getByRole('link', { name: /notes\.txt/ })).toBeVisible();
  await expect(customerLog(page).getByRole('img', { name: 'bell.png' })).toBeVisible();
  await expect(fileRow(page, 'bell.png')).toHaveCount(0);
});

test('a screenshot is pasted into a message, and taken out again', async ({ open }) => {
  const page = await chat(open);
  await paste(customerField(page), chosen('image.png', 'image/png', PNG));
  await expect(page.getByRole('status').getByText('1 file attached')).toBeAttached();
  await page.getByRole('button', { name: 'Remove image.png' }).click();
  await expect(fileRow(page, 'image.png')).toHaveCount(0);
});

test('a phone’s camera is offered, and what it takes is attached', async ({
  browser,
  desk,
  open,
}) => {
  const page = await chat(open);
  const camera = page.getByTestId('camera-input');
  await expect(camera).toHaveAttribute('capture', 'environment');
  await expect(page.getByRole('button', { name: 'Take a photo' })).toBeHidden();
  await camera.setInputFiles(chosen('photo.png', 'image/png', PNG));
  await expect(page.getByRole('status').getByText('1 file attached')).toBeAttached();
  // Where there are fingers there is a button for it.
  const phone = await browser.newContext({
    hasTouch: true,
    isMobile: true,
    viewport: { width: 360, height: 740 },
  });
  const small = await phone.newPage();
  await small.goto(page.url());
  await small.evaluate((key) => localStorage.setItem(key.name, key.value), await tokenOf(page));
  await small.goto(`${desk.url}/chat`);
  await expect(small.getByRole('button', { name: 'Take a photo' })).toBeVisible();
  await phone.close();
});

/** The sign-in, as the app keeps it. */
async function tokenOf(page: Page): Promise<{ name: string; value: string }> {
  const [found] = await page.evaluate(() =>
    Object.entries(localStorage).filter(([, value]) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)),
  );
  if (!found) throw new Error('nobody is signed in');
  return { name: found[0], value: found[1] };
}

/** A photograph, as the browser's own encoder makes it. */
async function photograph(page: Page, width: number, height: number): Promise<Buffer> {
  const url = await page.evaluate(
    ([width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const pen = canvas.getContext('2d');
      for (let x = 0; x < width; x += 10) {
        if (pen) pen.fillStyle = `hsl(${x % 360} 70% 50%)`;
        pen?.fillRect(x, 0, 10, height);
      }
      return canvas.toDataURL('image/jpeg', 0.95);
    },
    [width, height] as const,
  );
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

test('a large photograph is made smaller first, where the operator says so', async ({ open }) => {
  const page = await open('/contact', { as: someone() });
  // As a desk answers on which `UPLOAD_IMAGE_MAX_EDGE` is set.
  await page.route('**/api/support/config', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    await route.fulfill({ response, json: { ...body, data: { ...body.data, imageMaxEdge: 800 } } });
  });
  await page.reload();
  const [large, small] = [await photograph(page, 2_400, 1_600), await photograph(page, 640, 480)];
  const answers: Json[] = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('/upload')) answers.push((await response.json()).data);
  });
  await page
    .getByTestId('file-input')
    .setInputFiles([
      chosen('large.jpg', 'image/jpeg', large),
      chosen('small.jpg', 'image/jpeg', small),
    ]);
  await expect(page.getByRole('status').getByText('2 files attached')).toBeAttached();
  await expect.poll(() => answers.length).toBe(2);
  const answer = (name: string) => answers.find((one) => one.name === name);
  expect(answer('small.jpg').cid).toBe(await cidOf(small));
  expect(answer('large.jpg').size).toBeLessThan(large.length);
  const size = await page.evaluate(async (url) => {
    const picture = await createImageBitmap(await (await fetch(url)).blob());
    return [picture.width, picture.height];
  }, answer('large.jpg').url);
  expect(size).toEqual([800, 533]);
});
