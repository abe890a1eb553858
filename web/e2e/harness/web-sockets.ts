// The WebSockets that the tabs of a browser have open, as the tabs themselves know them: of a
// document that is navigated away from, Playwright tells no end of its sockets.
import type { BrowserContext, Page } from '@playwright/test';

interface Watched {
  webSockets?: WebSocket[];
}

export interface OpenWebSockets {
  /** Over all tabs; not a number while a tab is between two documents, so that a poll asks again. */
  count(): Promise<number>;
}

/** Counts in every document that is opened from now on. */
export async function watchWebSockets(context: BrowserContext): Promise<OpenWebSockets> {
  await context.addInitScript(() => {
    const made: WebSocket[] = [];
    (window as Watched).webSockets = made;
    window.WebSocket = class extends WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        made.push(this);
      }
    };
  });
  return {
    async count() {
      const counts = await Promise.all(context.pages().map(openIn));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

async function openIn(page: Page): Promise<number> {
  try {
    return await page.evaluate(() => {
      // A document that was there before the watching began can't be counted.
      const made = (window as Watched).webSockets;
      return made ? made.filter(({ readyState }) => readyState <= WebSocket.OPEN).length : NaN;
    });
  } catch {
    return page.isClosed() ? 0 : Number.NaN;
  }
}
