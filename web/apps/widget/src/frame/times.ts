/** Times in the reader's language. Pure functions. */
import type { Words } from '../i18n/words';

const DAY = 86_400_000;

/** “today at 14:00”, “Monday at 9:00”, “12 March at 9:00”, by the reader's clock. */
export function momentInWords(words: Words, iso: string, now: number): string {
  const then = new Date(iso);
  const time = clock(words, iso);
  const days = Math.round((midnight(then) - midnight(new Date(now))) / DAY);
  if (days === 0) return words.today(time);
  if (days === 1) return words.tomorrow(time);
  const isNear = days > 1 && days < 7;
  const day = new Intl.DateTimeFormat(
    words.locale,
    isNear ? { weekday: 'long' } : { day: 'numeric', month: 'long' },
  ).format(then);
  return words.dayAt(day, time);
}

export function clock(words: Words, iso: string): string {
  return new Intl.DateTimeFormat(words.locale, { hour: 'numeric', minute: '2-digit' }).format(
    new Date(iso),
  );
}

/** “today”, “yesterday”, or the date. */
export function dayInWords(words: Words, iso: string, now: number): string {
  const then = new Date(iso);
  const days = Math.round((midnight(then) - midnight(new Date(now))) / DAY);
  if (days === 0 || days === -1) {
    const text = new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' }).format(days, 'day');
    return text.charAt(0).toLocaleUpperCase(words.locale) + text.slice(1);
  }
  const isThisYear = then.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(words.locale, {
    day: 'numeric',
    month: 'long',
    year: isThisYear ? undefined : 'numeric',
  }).format(then);
}

const midnight = (time: Date): number =>
  new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();

export function fileSize(words: Words, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return new Intl.NumberFormat(words.locale, {
    style: 'unit',
    unit: units[unit],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}

export const percent = (words: Words, fraction: number): string =>
  new Intl.NumberFormat(words.locale, { style: 'percent' }).format(fraction);
