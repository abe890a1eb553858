// Whether typed words mean a choice. Pure.

/** All words that were typed begin a word of the label. */
export function isMeant(label: string, typed: string): boolean {
  const words = label.toLowerCase().split(/[\s:,]+/);
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.every((one) => words.some((word) => word.startsWith(one)));
}
