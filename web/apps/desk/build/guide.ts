/**
 * A Vite plugin that makes the documentation: `virtual:guide` lists its pages with their headings,
 * `virtual:guide/…` is the Markdown of one. The texts lie in the repository's `docs`, in the order
 * of `docs/guide/contents.json`; each is loaded when it is read. A link to a file that is no page
 * fails the build. Pictures are there when `make screenshots` has taken them.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { type Outline, outline } from '../src/docs/headings.ts';

const INDEX = 'virtual:guide';
const PAGE = 'virtual:guide/';
/** Rollup's mark of a module that is no file. */
const MADE = '\0';

interface ContentsPage {
  slug: string;
  /** Relative to `contents.json`. */
  file: string;
  /** Where the text has no title of its own, or one that does not fit here. */
  title?: string;
}

interface Contents {
  sections: { slug: string; pages: ContentsPage[] }[];
}

export interface GuidePlaces {
  /** `contents.json`. */
  contents: string;
  /** `pictures.json`, which may be missing. */
  pictures: string;
}

interface Read {
  path: string;
  file: string;
  outline: Outline;
  title: string;
}

export function guide(places: GuidePlaces): Plugin {
  return {
    name: 'frontdesk:guide',
    resolveId(id) {
      return id === INDEX || id.startsWith(PAGE) ? MADE + id : null;
    },
    async load(id) {
      if (!id.startsWith(MADE + INDEX)) return null;
      const contents = JSON.parse(await readFile(places.contents, 'utf8')) as Contents;
      const pages = await readAll(contents, dirname(places.contents));
      for (const { file } of pages.values()) this.addWatchFile(file);
      this.addWatchFile(places.contents);
      if (id === MADE + INDEX) return index(contents, pages, await pictures(places.pictures));
      const path = id.slice((MADE + PAGE).length);
      const page = pages.get(path);
      if (!page) throw new Error(`the documentation has no page ${path}`);
      return `export default ${JSON.stringify(withLinks(page, pages))};`;
    },
  };
}

async function readAll({ sections }: Contents, folder: string): Promise<Map<string, Read>> {
  const pages = new Map<string, Read>();
  for (const section of sections) {
    for (const { slug, file, title } of section.pages) {
      const path = `${section.slug}/${slug}`;
      const place = resolve(folder, file);
      const taken = outline(await readFile(place, 'utf8'));
      const name = title ?? taken.title;
      if (!name) throw new Error(`${file} has no title`);
      pages.set(path, { path, file: place, outline: taken, title: name });
    }
  }
  return pages;
}

function index({ sections }: Contents, pages: Map<string, Read>, taken: string): string {
  const listed = sections.map(({ slug, pages: own }) => ({
    slug,
    pages: own.map((page) => {
      const path = `${slug}/${page.slug}`;
      const read = pages.get(path);
      return { path, title: read?.title, headings: read?.outline.headings };
    }),
  }));
  const loaders = [...pages.keys()].map(
    (path) => `${JSON.stringify(path)}: () => import(${JSON.stringify(PAGE + path)})`,
  );
  return [
    `export const SECTIONS = ${JSON.stringify(listed)};`,
    `export const TEXTS = {${loaders.join(',')}};`,
    `export const PICTURES = ${taken};`,
  ].join('\n');
}

/** A page's text, with links between files as links between pages. */
export function withLinks(
  page: Pick<Read, 'file' | 'outline'>,
  pages: ReadonlyMap<string, Pick<Read, 'file' | 'path'>>,
): string {
  return page.outline.body.replace(
    /\]\((?!\w+:|\/|#)([^)\s#]+)(#[^)\s]*)?\)/g,
    (_all, target: string, anchor = '') => {
      const file = resolve(dirname(page.file), target);
      const found = [...pages.values()].find((one) => one.file === file);
      if (!found) throw new Error(`${page.file} leads to ${target}, which is no page`);
      return `](/docs/${found.path}${anchor})`;
    },
  );
}

/** The sizes of the pictures that there are, as JSON. */
async function pictures(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '{}';
  }
}
