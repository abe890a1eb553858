/** What a file picker offers, from the media types that the operator allows. */

/** Plain text by content, which many systems know under no media type at all. */
const TEXT_EXTENSIONS = ['.txt', '.md', '.csv', '.log', '.json'];

/** The `accept` of a file input; undefined, for everything, as long as nothing is known. */
export function acceptOf(types: readonly string[] | undefined): string | undefined {
  if (!types || types.length === 0) return undefined;
  const hasText = types.some((type) => type.startsWith('text/'));
  return [...types, ...(hasText ? TEXT_EXTENSIONS : [])].join(',');
}
