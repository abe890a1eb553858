/** The headings of an article that is on the page, and which of them is being read. */

export interface ArticleHeading {
  id: string;
  text: string;
  /** 2 or 3: what a table of contents lists. */
  level: number;
}

export function readHeadings(body: HTMLElement | null): ArticleHeading[] {
  const found = body?.querySelectorAll<HTMLElement>(':is(h2, h3)[id]') ?? [];
  return [...found]
    .map(({ id, textContent, tagName }) => ({
      id,
      text: (textContent ?? '').trim(),
      level: Number(tagName.slice(1)),
    }))
    .filter(({ text }) => text !== '');
}

/**
 * The section that is read: the last whose heading has passed the line, or the first one ahead of
 * it. At the end of the page, where the last headings can't get that far, it is the last one.
 *
 * @param tops where the headings are (CSS pixels from the top of the window), in their order
 */
export function sectionAt(
  tops: readonly { id: string; top: number }[],
  line: number,
  isAtEnd: boolean,
): string | null {
  if (isAtEnd) return tops.at(-1)?.id ?? null;
  return (tops.findLast(({ top }) => top <= line) ?? tops[0])?.id ?? null;
}
