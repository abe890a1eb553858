/**
 * The headings of a Markdown text and the anchors that lead to them. Used by the build, which
 * lists them for the search, and by the page, which puts the same anchors into what it renders.
 */

export interface Heading {
  /** The anchor: unique on its page. */
  id: string;
  text: string;
  /** 2 or 3. */
  depth: 2 | 3;
}

/** Gives each heading its anchor, in the order of the text. */
export function anchors(): (text: string) => string {
  const given = new Map<string, number>();
  return (text) => {
    const plain = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s+/g, '-');
    const count = given.get(plain) ?? 0;
    given.set(plain, count + 1);
    return count === 0 ? plain : `${plain}-${count}`;
  };
}

/** The words of a line of Markdown, without its marks. */
export const plainText = (line: string): string =>
  line
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();

export interface Outline {
  /** Of the first heading of the first level; null without one. */
  title: string | null;
  headings: Heading[];
  /** The text without its title. */
  body: string;
}

/** Takes a text apart. Where it begins with third-level headings, they count as of the second. */
export function outline(markdown: string): Outline {
  const found: { text: string; depth: number }[] = [];
  let title: string | null = null;
  let isCode = false;
  const body: string[] = [];
  for (const line of markdown.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
    const [, marks, words] = isCode ? [] : (/^(#{1,3})\s+(.*?)\s*#*$/.exec(line) ?? []);
    if (marks === '#' && title === null) {
      title = plainText(words ?? '');
      continue;
    }
    if (marks && marks.length > 1) {
      found.push({ text: plainText(words ?? ''), depth: marks.length });
    }
    body.push(line);
  }
  const isShifted = found.length > 0 && found.every(({ depth }) => depth === 3);
  const anchorOf = anchors();
  return {
    title,
    headings: found.map(({ text, depth }) => ({
      id: anchorOf(text),
      text,
      depth: isShifted || depth === 2 ? 2 : 3,
    })),
    body: (isShifted ? body.map((line) => line.replace(/^###\s/, '## ')) : body).join('\n').trim(),
  };
}
