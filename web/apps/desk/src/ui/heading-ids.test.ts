import { describe, expect, it } from 'vitest';
import { headingIds, rehypeHeadingIds } from './heading-ids';
import cases from './heading-ids.cases.json';

describe('ids of headings', () => {
  it.each(cases)('are what the server gives: %j', (texts, expected) => {
    const next = headingIds();
    expect(texts.map((text) => next(text))).toEqual(expected);
  });

  it('are made of what is read, whatever it is made of', () => {
    const text = (value: string) => ({ type: 'text', value });
    const code = { type: 'element', tagName: 'code', children: [text('push')] };
    const heading = { type: 'element', tagName: 'h2', children: [text('To '), code] };
    const link = { type: 'element', tagName: 'a', properties: { href: '#to-push' } };
    const note = { type: 'element', tagName: 'a', properties: { href: '#user-content-fn-1' } };
    const away = { type: 'element', tagName: 'a', properties: { href: '/help/x#y' } };
    rehypeHeadingIds()({ type: 'root', children: [heading, link, note, away] });
    expect(heading).toMatchObject({ properties: { id: 'h-to-push' } });
    expect([link, note, away].map(({ properties }) => properties.href)).toEqual([
      '#h-to-push',
      '#user-content-fn-1',
      '/help/x#y',
    ]);
  });
});
