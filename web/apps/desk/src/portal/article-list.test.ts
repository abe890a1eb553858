import { describe, expect, it } from 'vitest';
import { excerptOf } from './article-list';

describe('the beginning of an article', () => {
  it('is its words without Markdown', () => {
    const text = '## Where?\n\nUnder **Account → [Rentals](/help/rentals)**, with `FW-1`.\n\n- one';
    expect(excerptOf(text)).toBe('Where? Under Account → Rentals, with FW-1. one');
  });

  it('leaves out tables, pictures and code', () => {
    expect(excerptOf('A\n\n| x | y |\n| --- | --- |\n\n![b](c.png)\n```\ncode\n```\nD')).toBe(
      'A D',
    );
  });

  it('is cut between words', () => {
    const cut = excerptOf('word '.repeat(100));
    expect(cut.endsWith('word…')).toBe(true);
    expect(cut.length).toBeLessThanOrEqual(181);
  });
});
