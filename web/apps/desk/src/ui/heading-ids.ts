/**
 * Ids for the headings of an article, which links may keep to: the server gives the same ones
 * (`http/help/headings`), and both are tested with `heading-ids.cases.json`.
 */

/** Keeps the ids of headings apart from those of the page. */
const PREFIX = 'h-';

/** Gives ids that differ within a page, in the order of its headings. */
export function headingIds(): (text: string) => string {
  const given = new Map<string, number>();
  return (text) => {
    const slug = slugOf(text);
    const times = (given.get(slug) ?? 0) + 1;
    given.set(slug, times);
    // Two hyphens: a heading that says the number itself has one.
    return times === 1 ? `${PREFIX}${slug}` : `${PREFIX}${slug}--${times}`;
  };
}

/** The letters and numbers of a text, in lower case, its words joined by hyphens. */
function slugOf(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{Alphabetic}\p{N}]+/u);
  return words.filter(Boolean).join('-') || 'section';
}

/** The part of a tree of HTML (hast) that is looked at. */
interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** A plugin for rehype: gives headings their ids, and leads links within the text to them. */
export function rehypeHeadingIds() {
  return (tree: Node) => {
    const next = headingIds();
    walk(tree, (node) => {
      const properties = node.properties ?? {};
      node.properties = properties;
      if (/^h[1-6]$/.test(node.tagName ?? '')) properties.id ??= next(textOf(node));
      if (node.tagName === 'a') properties.href = fragmentOf(properties.href);
    });
  };
}

/** What an author means by `#how-it-works`; footnotes have addresses of their own. */
function fragmentOf(href: unknown): unknown {
  if (typeof href !== 'string' || !/^#./.test(href)) return href;
  return /^#(h-|user-content-)/.test(href) ? href : `#${PREFIX}${href.slice(1)}`;
}

function walk(node: Node, visit: (element: Node) => void): void {
  if (node.type === 'element') visit(node);
  for (const child of node.children ?? []) walk(child, visit);
}

function textOf(node: Node): string {
  if (node.tagName === 'img') return String(node.properties?.alt ?? '');
  if (node.tagName === 'br') return ' ';
  return node.value ?? (node.children ?? []).map(textOf).join('');
}
