import { describe, expect, it } from 'vitest';
import { parseHighlight, withoutMarkdown } from './highlight';

describe('a highlighted passage', () => {
  it('is read into plain and marked parts', () => {
    expect(parseHighlight('When will I get my <mark>refund</mark>?')).toEqual([
      { text: 'When will I get my ', marked: false },
      { text: 'refund', marked: true },
      { text: '?', marked: false },
    ]);
  });

  it('has its entities decoded once', () => {
    expect(parseHighlight('a &amp;lt; b &#39;c&#x27; &quot;d&quot;')).toEqual([
      { text: 'a &lt; b \'c\' "d"', marked: false },
    ]);
  });

  it('shows any other tag as text', () => {
    expect(parseHighlight('<img src=x onerror=alert(1)><mark>x</mark>')).toEqual([
      { text: '<img src=x onerror=alert(1)>', marked: false },
      { text: 'x', marked: true },
    ]);
  });

  it('leaves entities that mean no character as they stand', () => {
    const text = '&bogus; &#0; &#x110000;';
    expect(parseHighlight(text)).toEqual([{ text, marked: false }]);
  });

  it('is nothing when it is empty, and survives a mark that is never closed', () => {
    expect(parseHighlight('')).toEqual([]);
    expect(parseHighlight('<mark>a')).toEqual([{ text: 'a', marked: true }]);
  });
});

describe('a passage of Markdown', () => {
  it.each([
    ['Take **two <mark>refunds</mark>** and `FW-1`', 'Take two <mark>refunds</mark> and FW-1'],
    [
      'as in [When will I get <mark>it</mark>?](/help/when)',
      'as in When will I get <mark>it</mark>?',
    ],
    ['cut [in the middle](/help/wh', 'cut in the middle'],
    ['its end](/help/when) only', 'its end only'],
    ['A ## Heading - one - two 5-10 days', 'A Heading one two 5-10 days'],
    ['| Item | Price | | --- | --- | | Lock | 5 |', 'Item Price Lock 5'],
  ])('reads like a sentence: %s', (markdown, plain) => {
    expect(withoutMarkdown(markdown)).toBe(plain);
  });
});
