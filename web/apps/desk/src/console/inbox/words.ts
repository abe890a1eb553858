// Numbers and states of the inbox in words. Pure.

/** The server counts no further than this. */
const COUNT_MAX = 1_000;

export function countInWords(count: number, locale?: string): string {
  const number = new Intl.NumberFormat(locale).format(count);
  return count >= COUNT_MAX ? `${number}+` : number;
}
