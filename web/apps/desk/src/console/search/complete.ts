// Putting a completed filter into the query that is being typed. Pure.

/** Words with what is in quotes in them, the last of which may still be open; and blanks. */
const PIECES = /(?:"[^"]*(?:"|$)|[^\s"])+|\s+/g;

/**
 * The query with the filter in the place of its last word. One that wants a value ends with its
 * colon, so that the value can be typed at once.
 */
export function withFilter(query: string, filter: string): string {
  const last = query.match(PIECES)?.at(-1) ?? '';
  const before = last.trim() === '' ? query : query.slice(0, -last.length);
  return `${before}${filter}${filter.endsWith(':') ? '' : ' '}`;
}

/** A filter's value as it has to be written. */
export function filterOf(name: string, value: string): string {
  const plain = value.replaceAll('"', '');
  return /\s/.test(plain) ? `${name}:"${plain}"` : `${name}:${plain}`;
}
