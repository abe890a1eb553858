/** Numbers and times in words, in the reader's language. */
import { currentLocale } from '../i18n/language';
import { number } from '../i18n/numbers';
import { t } from './locales';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** “3 minutes ago”, “yesterday”; from a week on the date itself. */
export function relativeTime(iso: string, now: number, locale = currentLocale()): string {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return '';
  const seconds = Math.round((then - now) / 1000);
  const size = Math.abs(seconds);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  if (size < 45) return words.format(0, 'second');
  if (size < 45 * MINUTE) return words.format(Math.round(seconds / MINUTE), 'minute');
  if (size < 22 * HOUR) return words.format(Math.round(seconds / HOUR), 'hour');
  if (size < 7 * DAY) return words.format(Math.round(seconds / DAY), 'day');
  return longDate(iso, locale, new Date(now).getFullYear() !== new Date(then).getFullYear());
}

/** “12 March”, with the year where it helps. */
export function longDate(iso: string, locale = currentLocale(), withYear = true): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: withYear ? 'numeric' : undefined,
  }).format(new Date(iso));
}

export function clockTime(iso: string, locale = currentLocale()): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(
    new Date(iso),
  );
}

export function fullTime(iso: string, locale = currentLocale()): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(
    new Date(iso),
  );
}

/** “Today”, “Yesterday”, or the date: the heading over a day's messages. */
export function dayLabel(iso: string, now: number, locale = currentLocale()): string {
  const startOf = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((startOf(now) - startOf(Date.parse(iso))) / (DAY * 1000));
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  return longDate(iso, locale, new Date(now).getFullYear() !== new Date(iso).getFullYear());
}

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** Bytes as people read them: 1 kB is 1024 bytes, as upload limits count. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return t.bytes(number(bytes));
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return number(size, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: 'short',
    maximumFractionDigits: size >= 10 ? 0 : 1,
  });
}

/** A waiting time, rounded so that it does not promise too much. */
export function waitTime(seconds: number): string {
  if (seconds < 45) return t.lessThanAMinute;
  const minutes = Math.max(1, Math.round(seconds / MINUTE));
  return minutes < 60 ? t.aboutMinutes(minutes) : t.aboutHours(Math.round(minutes / 60));
}

/** English alone, for the parts of the app that are not in catalogues yet. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
