// Times as people say them, in their language.

const UNITS: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const WEEK = 7 * 86_400;

/** “5 minutes ago”; a date once it is older than a week. */
export function relativeTime(time: string, now: number, justNow: string, locale?: string): string {
  const seconds = (Date.parse(time) - now) / 1_000;
  if (seconds < -WEEK) {
    return new Date(time).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
  }
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) < length) continue;
    const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    return format.format(Math.round(seconds / length), unit);
  }
  return justNow;
}

export function wholeTime(time: string, locale?: string): string {
  return new Date(time).toLocaleString(locale);
}

export function clockTime(time: string, locale?: string): string {
  return new Date(time).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
}
