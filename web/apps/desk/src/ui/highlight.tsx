/**
 * The server marks found words with <mark> in otherwise escaped HTML. It is read into plain text
 * and marks here and never handed to the browser as HTML, so nothing else can come through.
 */
import type { ReactNode } from 'react';

export interface HighlightPart {
  text: string;
  marked: boolean;
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

const MAX_CODE_POINT = 0x10ffff;

export function parseHighlight(html: string): HighlightPart[] {
  const parts: HighlightPart[] = [];
  let marked = false;
  for (const piece of html.split(/(<\/?mark>)/i)) {
    const tag = piece.toLowerCase();
    if (tag === '<mark>') marked = true;
    else if (tag === '</mark>') marked = false;
    else if (piece !== '') parts.push({ text: decodeEntities(piece), marked });
  }
  return parts;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, dec, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = dec ? Number(dec) : Number.parseInt(hex, 16);
    return code > 0 && code <= MAX_CODE_POINT ? String.fromCodePoint(code) : whole;
  });
}

/** A passage of Markdown without its signs: a result should read like a sentence. */
export function withoutMarkdown(html: string): string {
  return html
    .replace(/\[([^\]]*)\]\([^)]*(?:\)|$)/g, '$1')
    .replace(/\]\([^)]*\)/g, '')
    .replace(/\*\*|__|`+|~~/g, '')
    .replace(/(^|\s)(?:#{1,6}|[-*+]|>)(?=\s)/g, '$1')
    .replace(/\|?(?:\s*:?-{3,}:?\s*\|?)+/g, ' ')
    .replace(/\s*\|\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `markdown`: the passage is of a Markdown text. */
export function Highlighted({
  html,
  markdown = false,
}: {
  html: string;
  markdown?: boolean;
}): ReactNode {
  return parseHighlight(markdown ? withoutMarkdown(html) : html).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    part.marked ? <mark key={index}>{part.text}</mark> : part.text,
  );
}
