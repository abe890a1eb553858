import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { outline } from '../../docs/headings';
import { guideOf } from './guides';
import { GROUPS } from './sections';

const CONTENTS = resolve(import.meta.dirname, '../../../../../../docs/guide/contents.json');

it('every section has a page that is there, with the heading that it leads to', async () => {
  const { sections } = JSON.parse(await readFile(CONTENTS, 'utf8')) as {
    sections: { slug: string; pages: { slug: string; file: string }[] }[];
  };
  for (const { slug } of GROUPS.flatMap((group) => group.sections)) {
    const [path = '', anchor] = (guideOf(slug) ?? '').replace('/docs/', '').split('#');
    const [section, page] = path.split('/');
    const found = sections
      .find((one) => one.slug === section)
      ?.pages.find((one) => one.slug === page);
    expect(found, `${slug}: ${path}`).toBeDefined();
    if (!found || !anchor) continue;
    const text = await readFile(resolve(dirname(CONTENTS), found.file), 'utf8');
    const ids = outline(text).headings.map(({ id }) => id);
    expect(ids, `${slug}: ${anchor}`).toContain(anchor);
  }
});
