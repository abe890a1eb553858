// What a page says of itself when a conversation begins.
import { afterEach, expect, test, vi } from 'vitest';
import { pageContext } from './page-context';
import type { NewContext } from './types';

const browser = { language: 'de-AT', userAgent: `Firefox ${'x'.repeat(600)}` };

function visit(url: string, title: string, referrer = ''): void {
  vi.stubGlobal('location', { href: url });
  vi.stubGlobal('document', { title, referrer });
  vi.stubGlobal('navigator', browser);
}

afterEach(() => vi.unstubAllGlobals());

test('a server has no page', () => {
  vi.stubGlobal('document', undefined);
  expect(pageContext()).toBeNull();
});

test('the page, the one before it, and the browser are said', () => {
  visit('https://shop.example/bikes?size=54#blue', ' Bikes ', 'https://search.example/');
  const { timeZone, userAgent, ...rest } = pageContext() as NewContext;
  expect(rest).toEqual({
    pageUrl: 'https://shop.example/bikes?size=54#blue',
    pageTitle: 'Bikes',
    referrer: 'https://search.example/',
    language: 'de-AT',
  });
  expect(timeZone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(userAgent).toHaveLength(500);
});

test('another page may be told of, and what is too long is cut', () => {
  visit('https://desk.example/widget/frame', 'Widget');
  const long = `https://shop.example/bikes?q=${'x'.repeat(2_000)}`;
  const context = pageContext({ url: long, title: '🚲'.repeat(301), referrer: '' });
  expect(context?.pageUrl).toBe('https://shop.example/bikes');
  expect(context?.pageTitle).toBe('🚲'.repeat(300));
  expect(context?.referrer).toBeNull();
});

test('passwords and what is no page of the web stay away', () => {
  visit('file:///home/me/page.html', '', 'https://me:secret@shop.example/');
  const context = pageContext();
  expect(context?.pageUrl).toBeNull();
  expect(context?.pageTitle).toBeNull();
  expect(context?.referrer).toBe('https://shop.example/');
});
