import { describe, expect, it } from 'vitest';
import { anchors, outline } from './headings';

describe('the outline of a text', () => {
  it('is its title and its headings, each with an anchor of its own', () => {
    const text = '# The widget\n\nWords.\n\n## What it *does*\n### `boot`, then\n## What it does\n';
    expect(outline(text)).toMatchObject({
      title: 'The widget',
      headings: [
        { id: 'what-it-does', text: 'What it does', depth: 2 },
        { id: 'boot-then', text: 'boot, then', depth: 3 },
        { id: 'what-it-does-1', text: 'What it does', depth: 2 },
      ],
    });
    expect(outline(text).body).toMatch(/^Words\./);
  });

  it('leaves code alone', () => {
    const text = '## Start\n```sh\n# not a title\n## nor a heading\n```\n';
    expect(outline(text)).toMatchObject({ title: null, headings: [{ text: 'Start' }] });
    expect(outline(text).body).toContain('# not a title');
  });

  it('skips no level where a text begins with the third', () => {
    const { headings, body } = outline('### Address\n### Storage\n');
    expect(headings.map(({ depth }) => depth)).toEqual([2, 2]);
    expect(body).toBe('## Address\n## Storage');
  });
});

it('writes anchors in every script', () => {
  const anchorOf = anchors();
  expect([anchorOf('Wer war’s?'), anchorOf('بحث عن')]).toEqual(['wer-wars', 'بحث-عن']);
});
