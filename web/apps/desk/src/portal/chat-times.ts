/** Waiting and opening times in words: nothing is promised that is not known. Pure functions. */

import { currentLocale } from '../i18n/language';
import { t as talk } from './talk/locales';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** “Usually under 2 minutes”: always rounded up, so that it is kept more often than not. */
export function usualWait(seconds: number): string {
  if (seconds < MINUTE) return talk.usuallyUnderMinutes(1);
  const minutes = Math.floor(seconds / MINUTE) + 1;
  if (minutes <= 5) return talk.usuallyUnderMinutes(minutes);
  if (minutes <= 55) return talk.usuallyUnderMinutes(Math.ceil(minutes / 5) * 5);
  return talk.usuallyUnderHours(Math.floor(seconds / HOUR) + 1);
}

/**
 * “today at 14:00”, “tomorrow at 9:00”, “Monday at 9:00”, “12 March at 9:00”: in the reader's
 * time zone, the browser's unless told.
 */
export function momentInWords(
  iso: string,
  now: number,
  locale = currentLocale(),
  zone?: string,
): string {
  const then = new Date(iso);
  const time = clockIn(then, locale, zone);
  const days = dayNumber(then, zone) - dayNumber(new Date(now), zone);
  if (days === 0) return talk.todayAt(time);
  if (days === 1) return talk.tomorrowAt(time);
  const isNear = days > 1 && days < 7;
  const day = new Intl.DateTimeFormat(locale, {
    ...(isNear ? { weekday: 'long' } : { day: 'numeric', month: 'long' }),
    timeZone: zone,
  }).format(then);
  return talk.dayAt(day, time);
}

/** “9:00 in New York” where the desk's clock shows another time then than the reader's; or null. */
export function deskTime(
  iso: string,
  deskZone: string,
  locale = currentLocale(),
  zone?: string,
): string | null {
  const then = new Date(iso);
  try {
    const isSame = wallClock(then, deskZone) === wallClock(then, zone);
    return isSame ? null : atPlace(clockIn(then, locale, deskZone), deskZone);
  } catch {
    // A zone that this browser does not know.
    return null;
  }
}

/** “9:00 in New York”, of the zone's own name; “UTC” is a place nowhere. */
function atPlace(time: string, zone: string): string {
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  const isNowhere = !zone.includes('/') || zone.startsWith('Etc/');
  return isNowhere ? `${time} ${city}` : talk.timeIn(time, city);
}

function clockIn(time: Date, locale: string, zone?: string): string {
  const clock = { hour: 'numeric', minute: '2-digit', timeZone: zone } as const;
  return new Intl.DateTimeFormat(locale, clock).format(time);
}

/** What calendar and clock show there. */
function wallClock(time: Date, zone?: string): string {
  const whole = { dateStyle: 'short', timeStyle: 'short', timeZone: zone } as const;
  return new Intl.DateTimeFormat('en-CA', whole).format(time);
}

/** Days since 1970 by the calendar there. */
function dayNumber(time: Date, zone?: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: zone,
  }).formatToParts(time);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day')) / 86_400_000;
}
