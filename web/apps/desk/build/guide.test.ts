import { readdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outline } from '../src/docs/headings.ts';
import { withLinks } from './guide.ts';

const DOCS = resolve(import.meta.dirname, '../../../../docs');
const CONTENTS = resolve(DOCS, 'guide/contents.json');

const page = (path: string, file: string, text = '') => ({ path, file, outline: outline(text) });

describe('links between the files', () => {
  const widget = page('developers/widget', '/docs/WIDGET.md');
  const pages = new Map([[widget.path, widget]]);

  it('lead to the pages that they are', () => {
    const text = 'See [it](../WIDGET.md#commands), [there](https://x.example) and [here](#below).';
    expect(withLinks(page('a/b', '/docs/guide/b.md', text), pages)).toBe(
      'See [it](/docs/developers/widget#commands), [there](https://x.example) and [here](#below).',
    );
  });

  it('fail where they lead nowhere', () => {
    const text = '[it](../GONE.md)';
    expect(() => withLinks(page('a/b', '/docs/guide/b.md', text), pages)).toThrow('GONE.md');
  });
});

describe('the contents', async () => {
  const { sections } = JSON.parse(await readFile(CONTENTS, 'utf8')) as {
    sections: { slug: string; pages: { slug: string; file: string; title?: string }[] }[];
  };
  const listed = sections.flatMap(({ slug, pages }) =>
    pages.map((one) => ({ ...one, path: `${slug}/${one.slug}` })),
  );

  it('name each page once, with every file of the guide among them', async () => {
    expect(new Set(listed.map(({ path }) => path)).size).toBe(listed.length);
    const there = await readdir(dirname(CONTENTS), { recursive: true });
    const texts = there.filter((file) => file.endsWith('.md')).sort();
    const named = listed.map(({ file }) => file).filter((file) => !file.startsWith('..'));
    expect(named.sort()).toEqual(texts);
  });

  it.each(listed)('has anchors for what is linked in $path', async ({ file }) => {
    const place = resolve(dirname(CONTENTS), file);
    const text = await readFile(place, 'utf8');
    for (const [, target = '', anchor = ''] of text.matchAll(
      /\]\((?!\w+:|\/)([^)\s#]*)#([^)\s]+)\)/g,
    )) {
      const other = target ? resolve(dirname(place), target) : place;
      const ids = outline(await readFile(other, 'utf8')).headings.map(({ id }) => id);
      expect(ids, `${target}#${anchor}`).toContain(anchor);
    }
  });
});
