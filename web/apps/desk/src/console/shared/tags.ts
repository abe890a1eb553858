// Tags as people type them. Pure.

/** The tags with one more; unchanged when it is empty or there already (in any case of letters). */
export function withTag(tags: readonly string[], typed: string): string[] {
  const tag = typed.trim().replace(/\s+/g, ' ');
  const known = tags.some((one) => one.toLowerCase() === tag.toLowerCase());
  return tag === '' || known ? [...tags] : [...tags, tag];
}

export function withoutTag(tags: readonly string[], tag: string): string[] {
  return tags.filter((one) => one !== tag);
}
