/**
 * An article's Markdown as HTML. HTML in it stays text and addresses are checked, which is how
 * micromark does it unless told otherwise. Loaded with the first article.
 */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

export function toHtml(markdown: string): string {
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const link of body.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noreferrer noopener';
  }
  for (const image of body.querySelectorAll('img')) image.loading = 'lazy';
  // What is wider than the panel scrolls, by the keyboard too.
  for (const wide of body.querySelectorAll('table, pre')) {
    const box = wide.ownerDocument.createElement('div');
    box.className = 'wide';
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    wide.replaceWith(box);
    box.append(wide);
  }
  // Headings stand below the article's own.
  for (const level of [5, 4, 3, 2, 1]) {
    for (const heading of body.querySelectorAll(`h${level}`)) {
      const lower = heading.ownerDocument.createElement(`h${Math.min(level + 2, 6)}`);
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
  }
  return body.innerHTML;
}
