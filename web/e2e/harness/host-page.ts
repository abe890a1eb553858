// A site of somebody else's that embeds the widget: another origin (and, by its name, another site)
// than the desk, with styles that would take a careless widget apart.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, FrameLocator, Page } from '@playwright/test';
import { expect } from './browser';

/** What the page has heard of the widget, by its events. */
declare global {
  interface Window {
    heard: [name: string, detail: unknown][];
    Frontdesk?: (...args: unknown[]) => void;
  }
}

const HOSTILE = `
  * { font: 700 40px cursive !important; letter-spacing: 1em !important; transition: none !important; }
  div, button, iframe, span, svg, frontdesk-widget {
    display: none !important; position: static !important; opacity: 0 !important;
    width: 1px !important; height: 1px !important; transform: scale(0) !important;
    pointer-events: none !important; visibility: hidden !important;
  }
  body { transform: rotate(3deg); overflow: hidden; color: red; }
`;

const LISTEN = `
  window.heard = [];
  window.Frontdesk = function () { (window.Frontdesk.q = window.Frontdesk.q || []).push(arguments); };
  for (const name of ['ready', 'open', 'close', 'unread', 'message', 'conversation-started', 'csat'])
    Frontdesk('on', name, (detail) => heard.push([name, detail]));
`;

export interface HostPage {
  readonly url: string;
  close(): Promise<void>;
}

/** @param script runs before the widget's has loaded; @param attributes stand at the widget's */
export async function hostPage(
  desk: { readonly url: string },
  { script = '', attributes = '' }: { script?: string; attributes?: string } = {},
): Promise<HostPage> {
  const html = `<!doctype html>
    <html lang="en"><head><title>Shop</title><style>${HOSTILE}</style>
    <script>${LISTEN}${script}</script>
    <script src="${desk.url}/widget.js" async ${attributes}></script></head>
    <body><main><h1>Shop</h1><a href="/next">Next page</a></main></body></html>`;
  const server = createServer((request, response) => {
    const isPage = request.headers.accept?.includes('text/html') ?? false;
    response.writeHead(isPage ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(isPage ? html : '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The button in the corner; its name tells what is unread. */
export const launcher = (page: Page) => page.locator('frontdesk-widget .launcher');

/** What the panel shows. */
export const inside = (page: Page): FrameLocator => page.frameLocator('frontdesk-widget iframe');

/** The frame itself, to run something in it. */
export function frameOf(page: Page): Frame {
  const found = page.frames().find((frame) => frame.url().endsWith('/widget/frame'));
  if (!found) throw new Error('the widget has no frame');
  return found;
}

/** Opens the widget by its button. */
export async function openWidget(page: Page): Promise<FrameLocator> {
  await launcher(page).click();
  const widget = inside(page);
  await expect(widget.getByRole('heading', { level: 1 })).toBeVisible();
  return widget;
}

/** What the page has heard under a name. */
export const heard = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) => window.heard.filter(([one]) => one === wanted).map(([, detail]) => detail),
    name,
  );
