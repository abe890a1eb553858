// A stretch of a list. Pure.

/** All from one to the other, both included, whichever comes first; `to` alone without a `from`. */
export function rangeBetween(
  order: readonly string[],
  from: string | null,
  to: string,
): readonly string[] {
  const [start, end] = [from === null ? -1 : order.indexOf(from), order.indexOf(to)];
  if (start === -1 || end === -1) return [to];
  return order.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** What is looked at once these are done with: what follows them, or what comes before. */
export function neighbourOf(order: readonly string[], gone: ReadonlySet<string>): string | null {
  const left = (id: string) => !gone.has(id);
  const last = order.findLastIndex((id) => gone.has(id));
  if (last === -1) return null;
  return order.slice(last + 1).find(left) ?? order.slice(0, last).findLast(left) ?? null;
}
