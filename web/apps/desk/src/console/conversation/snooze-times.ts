// When what is set aside comes back: the times that are offered, in the agent's own time
// zone. Pure.

export interface SnoozeTime {
  label: string;
  at: Date;
}

const HOUR_MS = 3_600_000;
const MORNING = 9;
const AFTERNOON = 14;
/** The afternoon is offered until this hour; afterwards it is too near. */
const AFTERNOON_UNTIL = 13;
const MONDAY = 1;

/** The soonest first, and none twice. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const times = [{ label: 'In an hour', at: new Date(now.getTime() + HOUR_MS) }];
  if (now.getHours() < AFTERNOON_UNTIL) {
    times.push({ label: 'This afternoon', at: dayAt(now, 0, AFTERNOON) });
  }
  times.push({ label: 'Tomorrow morning', at: dayAt(now, 1, MORNING) });
  const untilMonday = (MONDAY + 7 - now.getDay()) % 7 || 7;
  if (untilMonday > 1) times.push({ label: 'Next Monday', at: dayAt(now, untilMonday, MORNING) });
  return times;
}

function dayAt(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** “Tue, 9:00 AM”, as the choice of a time shows it. */
export function snoozeTimeInWords(at: Date, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

/** The value of a field for date and time, in the agent's own time zone. */
export function localValue(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that a field for date and time means; null for none, and for one that has passed. */
export function futureMoment(value: string, now: Date): Date | null {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) || at <= now ? null : at;
}
