// Sealed files on the page: shown to those in the conversation, by addresses that end and are
// renewed when they are needed.
import type { Locator, Page } from '@playwright/test';
import { chosen, drop } from '../harness/attach';
import { expect, test } from '../harness/browser';
import { PNG, pdfOf } from '../harness/content';
import { acceptChat, agentLog, customerField, customerLog, startChat } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import type { Claims } from '../harness/tokens';

let desk: Server;
test.beforeEach(async () => {
  // Addresses end while the test looks.
  desk = await Server.start({ FILES_MODE: 'sealed', FILE_URL_SECONDS: '3' }, ['--demo']);
});
test.afterEach(() => desk.dispose());

const viewer = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

/** Whether the browser has got the picture. */
const isDrawn = (image: Locator) =>
  expect
    .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
    .toBeGreaterThan(0);

/** The address that a link has now, once it has ended. */
async function ended(link: Locator): Promise<string> {
  const url = (await link.getAttribute('href')) ?? '';
  const code = async () => {
    const response = await fetch(url);
    return response.ok ? 'open' : ((await response.json()) as { code: string }).code;
  };
  await expect.poll(code, { timeout: 15_000 }).toBe('link-expired');
  return url;
}

async function chatWithFiles(
  open: (path: string, visit: { as: Claims; at: Server }) => Promise<Page>,
  as: Claims,
): Promise<Page> {
  const page = await open('/chat', { as, at: desk });
  await startChat(page, 'Between us');
  await drop(
    customerField(page),
    chosen('bell.png', 'image/png', PNG),
    chosen('letter.txt', 'text/plain', Buffer.from('Nobody else reads this.')),
    chosen('manual.pdf', 'application/pdf', pdfOf('Mount the bell')),
  );
  await expect(page.getByRole('status').getByText('3 files attached')).toBeAttached();
  await customerField(page).press('Enter');
  await expect(customerLog(page).getByRole('link', { name: /letter\.txt/ })).toBeVisible();
  return page;
}

test('a sealed file is for those in the conversation alone', async ({ open }) => {
  const [customer, agent] = [someone(), someone('agent')];
  const page = await chatWithFiles(open, customer);
  const link = customerLog(page).getByRole('link', { name: /letter\.txt/ });
  await expect(link).toHaveAttribute('href', /\/api\/support\/files\/.*expires=.*signature=/);
  const cid = /files\/([^?]+)/.exec((await link.getAttribute('href')) ?? '')?.[1];
  await isDrawn(customerLog(page).getByRole('img', { name: 'bell.png' }));

  // What stands under its CID is ciphertext.
  const stored = await (await fetch(`${desk.url}/ipfs/${cid}`)).text();
  expect(stored).toMatch(/^frontdesk-seal/);
  expect(stored).not.toContain('Nobody else');

  expect(await new Rest(desk, someone()).get(`/files?cid=${cid}`)).toEqual([]);
  const [known] = await new Rest(desk, customer).get(`/files?cid=${cid}`);
  const changed = await fetch(known.url.replace(/expires=(\d+)/, 'expires=9$1'));
  expect(changed.status).toBe(403);
  expect(((await changed.json()) as { code: string }).code).toBe('bad-signature');

  const console = await open('/console/chats', { as: agent, at: desk });
  await acceptChat(console, customer.name);
  const seen = agentLog(console, customer.name);
  await isDrawn(seen.getByRole('img', { name: 'bell.png' }));
  await seen.getByRole('link', { name: /letter\.txt/ }).click();
  await expect(viewer(console, 'letter.txt')).toContainText('Nobody else reads this.');
});

test('what is opened after its address has ended gets another', async ({ open }) => {
  const page = await chatWithFiles(open, someone());
  const link = (name: RegExp) => customerLog(page).getByRole('link', { name });
  // The page knows by itself that an address has ended, or learns it by a refusal.
  const text = await ended(link(/letter\.txt/));
  await link(/letter\.txt/).click();
  await expect(viewer(page, 'letter.txt')).toContainText('Nobody else reads this.');
  await expect(link(/letter\.txt/)).not.toHaveAttribute('href', text);
  await page.keyboard.press('Escape');

  const pdf = await ended(link(/manual\.pdf/));
  await link(/manual\.pdf/).click();
  await expect(page.getByRole('region', { name: 'PDF, 1 page' })).toContainText('Mount the bell');
  await expect(link(/manual\.pdf/)).not.toHaveAttribute('href', pdf);
  await page.keyboard.press('Escape');

  await ended(link(/bell\.png/));
  await link(/bell\.png/).click();
  // It may still be in the browser's memory, from the conversation.
  await isDrawn(viewer(page, 'bell.png').getByRole('img', { name: 'bell.png' }));

  // A download as well, whose address the browser would follow by itself.
  const download = viewer(page, 'bell.png').getByRole('link', { name: 'Download bell.png' });
  await ended(download);
  const [saved] = await Promise.all([page.waitForEvent('download'), download.click()]);
  expect(saved.suggestedFilename()).toBe('bell.png');
  expect(await saved.failure()).toBeNull();
});
