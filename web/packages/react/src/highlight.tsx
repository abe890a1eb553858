// The server marks found words with <mark> in otherwise escaped HTML. It is read into text and marks
// here and never handed to the browser as HTML, so that nothing else can come through.

import type { ReactNode } from 'react';

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

const MAX_CODE_POINT = 0x10ffff;

export function Highlight({ html }: { html: string }): ReactNode {
  let isMarked = false;
  return html.split(/(<\/?mark>)/i).map((piece, index) => {
    const tag = piece.toLowerCase();
    if (tag === '<mark>' || tag === '</mark>') {
      isMarked = tag === '<mark>';
      return null;
    }
    const text = plain(piece);
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
    return isMarked ? <mark key={index}>{text}</mark> : text;
  });
}

/** The text that escaped HTML stands for. */
function plain(escaped: string): string {
  return escaped.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (all, dec, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? all;
    const code = dec ? Number(dec) : Number.parseInt(hex, 16);
    return code > 0 && code <= MAX_CODE_POINT ? String.fromCodePoint(code) : all;
  });
}
