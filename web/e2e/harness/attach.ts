// Attaching files as people do: dropped, pasted or chosen; and what the page says of them.
import type { Locator, Page } from '@playwright/test';

/** A file as it is chosen in the browser. */
export const chosen = (name: string, mimeType: string, bytes: Uint8Array) => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
});

export type Chosen = ReturnType<typeof chosen>;

/** Drags files onto an element and lets them go there. */
export async function drop(target: Locator, ...files: Chosen[]): Promise<void> {
  await dispatch(target, 'drop', files);
}

/** Pastes files, as one does with a screenshot. */
export async function paste(target: Locator, ...files: Chosen[]): Promise<void> {
  await dispatch(target, 'paste', files);
}

async function dispatch(target: Locator, name: 'drop' | 'paste', files: Chosen[]): Promise<void> {
  const given = files.map((file) => ({ ...file, buffer: file.buffer.toString('base64') }));
  await target.evaluate(
    (element, { name, given }) => {
      const carried = new DataTransfer();
      for (const { name, mimeType, buffer } of given) {
        const bytes = Uint8Array.from(atob(buffer), (character) => character.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type: mimeType }));
      }
      const common = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        name === 'drop'
          ? new DragEvent(name, { ...common, dataTransfer: carried })
          : new ClipboardEvent(name, { ...common, clipboardData: carried }),
      );
    },
    { name, given },
  );
}

/** The rows of files that are being attached, in a form or beside a message. */
export const fileRow = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: /^Files( to send)?$/ })
    .getByRole('listitem')
    .filter({ hasText: name });

/** Holds every part of an upload from an offset on, as a very slow line does. */
export async function slowFrom(page: Page, offset: number): Promise<{ letGo(): Promise<void> }> {
  const pattern = '**/api/support/uploads/*';
  const held: (() => void)[] = [];
  let isSlow = true;
  await page.route(pattern, async (route) => {
    const request = route.request();
    const at = Number(request.headers()['upload-offset'] ?? -1);
    if (isSlow && request.method() === 'PATCH' && at >= offset) {
      await new Promise<void>((resolve) => held.push(resolve));
    }
    // It may have been given up meanwhile.
    await route.fallback().catch(() => {});
  });
  return {
    letGo: async () => {
      isSlow = false;
      for (const go of held) go();
      await page.unroute(pattern);
    },
  };
}
