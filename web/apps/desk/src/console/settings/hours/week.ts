// A week of opening hours as it is edited: pure changes of the document.

import type { BusinessHours, Week } from '@frontdesk/client';

export type Day = keyof Week;
export type Hours = NonNullable<Week['monday']>[number];

export const DAYS: readonly { day: Day; name: string }[] = [
  { day: 'monday', name: 'Monday' },
  { day: 'tuesday', name: 'Tuesday' },
  { day: 'wednesday', name: 'Wednesday' },
  { day: 'thursday', name: 'Thursday' },
  { day: 'friday', name: 'Friday' },
  { day: 'saturday', name: 'Saturday' },
  { day: 'sunday', name: 'Sunday' },
];

const WORKDAYS: readonly Day[] = ['tuesday', 'wednesday', 'thursday', 'friday'];
const FIRST: Hours = { from: '09:00', to: '17:00' };

export function hoursOf(week: BusinessHours['week'], day: Day): readonly Hours[] {
  return week?.[day] ?? [];
}

export function setDay(week: BusinessHours['week'], day: Day, hours: readonly Hours[]): Week {
  return { ...(week ?? {}), [day]: [...hours] } as Week;
}

/** One more stretch on a day: the usual one at first, then what is left of the day. */
export function addHours(hours: readonly Hours[]): readonly Hours[] {
  const last = hours.at(-1);
  if (!last) return [FIRST];
  return [...hours, { from: last.to === '24:00' ? '00:00' : last.to, to: '24:00' }];
}

/** Monday's hours on every workday. */
export function likeMonday(week: BusinessHours['week']): Week {
  return WORKDAYS.reduce<Week>(
    (next, day) => setDay(next, day, hoursOf(week, 'monday')),
    (week ?? {}) as Week,
  );
}

/** No longer always open: with nothing said yet, workdays in the time zone of whoever sets it. */
export function withHours(hours: BusinessHours): Partial<BusinessHours> {
  if (hoursAWeek(hours.week) > 0) return { alwaysOpen: false };
  return {
    alwaysOpen: false,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || hours.timeZone,
    week: likeMonday(setDay(hours.week, 'monday', [FIRST])),
  };
}

/** How many hours a week that makes. */
export function hoursAWeek(week: BusinessHours['week']): number {
  return DAYS.flatMap(({ day }) => hoursOf(week, day)).reduce((sum, { from, to }) => {
    const length = minutes(to) - minutes(from);
    return sum + (length > 0 ? length : length + 24 * 60) / 60;
  }, 0);
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
