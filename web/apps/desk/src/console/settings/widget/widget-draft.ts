// The widget's settings as they are typed. Pure.

import { FrontdeskError } from '@frontdesk/client';

/** The server's limit, in CSS pixels. */
export const MAX_OFFSET = 200;

/** A number of pixels within the limit; nothing counts as none. */
export function offsetOf(text: string): number {
  const pixels = Math.round(Number(text));
  return Number.isFinite(pixels) ? Math.min(MAX_OFFSET, Math.max(0, pixels)) : 0;
}

/** Origins as they are typed, one a line; the last line may still be empty. */
export function originsOf(lines: string): string[] {
  return lines.trim() === '' ? [] : lines.split('\n').map((line) => line.trim());
}

/** What the server says of one of a list, such as `allowedOrigins[1]`. */
export function firstErrorAt(error: unknown, field: string): string | null {
  if (!(error instanceof FrontdeskError)) return null;
  return error.fieldErrors.find((one) => one.field.startsWith(field))?.message ?? null;
}

/** The line of HTML that puts the widget on a page. */
export const snippetOf = (desk: string): string =>
  `<script src="${desk}/widget.js" async></script>`;
