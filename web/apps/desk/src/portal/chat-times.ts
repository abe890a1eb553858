/** Waiting and opening times in words: nothing is promised that is not known. Pure functions. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** “Usually under 2 minutes”: always rounded up, so that it is kept more often than not. */
export function usualWait(seconds: number): string {
  if (seconds < MINUTE) return 'Usually under a minute';
  const minutes = Math.floor(seconds / MINUTE) + 1;
  if (minutes <= 5) return `Usually under ${minutes} minutes`;
  if (minutes <= 55) return `Usually under ${Math.ceil(minutes / 5) * 5} minutes`;
  const hours = Math.floor(seconds / HOUR) + 1;
  return hours === 1 ? 'Usually under an hour' : `Usually under ${hours} hours`;
}

/**
 * “today at 14:00”, “tomorrow at 9:00”, “Monday at 9:00”, “12 March at 9:00”: in the reader's
 * time zone, the browser's unless told.
 */
export function momentInWords(iso: string, now: number, locale?: string, zone?: string): string {
  const then = new Date(iso);
  const time = clockIn(then, locale, zone);
  const days = dayNumber(then, zone) - dayNumber(new Date(now), zone);
  if (days === 0) return `today at ${time}`;
  if (days === 1) return `tomorrow at ${time}`;
  const isNear = days > 1 && days < 7;
  const day = new Intl.DateTimeFormat(locale, {
    ...(isNear ? { weekday: 'long' } : { day: 'numeric', month: 'long' }),
    timeZone: zone,
  }).format(then);
  return `${day} at ${time}`;
}

/** “9:00 in New York” where the desk's clock shows another time then than the reader's; or null. */
export function deskTime(
  iso: string,
  deskZone: string,
  locale?: string,
  zone?: string,
): string | null {
  const then = new Date(iso);
  try {
    const isSame = wallClock(then, deskZone) === wallClock(then, zone);
    return isSame ? null : `${clockIn(then, locale, deskZone)} ${placeOf(deskZone)}`;
  } catch {
    // A zone that this browser does not know.
    return null;
  }
}

/** “in New York”, of the zone's own name; “UTC” is a place nowhere. */
function placeOf(zone: string): string {
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ');
  return !zone.includes('/') || zone.startsWith('Etc/') ? `${city}` : `in ${city}`;
}

function clockIn(time: Date, locale?: string, zone?: string): string {
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
