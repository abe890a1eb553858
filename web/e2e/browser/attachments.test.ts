// Attaching files: every way in.
import type { Page } from '@playwright/test';
import { chosen, drop, fileRow, paste } from '../harness/attach';
import { expect, type Open, test } from '../harness/browser';
import { PNG } from '../harness/content';
import { customerField, customerLog, startChat } from '../harness/pages';
import { someone } from '../harness/people';

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
