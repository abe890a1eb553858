import type { Week } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { addHours, hoursAWeek, hoursOf, likeMonday, setDay, withHours } from './week';

const CLOSED = {} as Week;
const NINE_TO_FIVE = { from: '09:00', to: '17:00' };

describe('a week of hours', () => {
  it('gets the usual hours first, then the rest of the day', () => {
    const once = addHours([]);
    expect(once).toEqual([NINE_TO_FIVE]);
    expect(addHours(once)).toEqual([NINE_TO_FIVE, { from: '17:00', to: '24:00' }]);
  });

  it('copies Monday to the other workdays and leaves the weekend', () => {
    const week = likeMonday(setDay(CLOSED, 'monday', [NINE_TO_FIVE]));
    expect(hoursOf(week, 'friday')).toEqual([NINE_TO_FIVE]);
    expect(hoursOf(week, 'saturday')).toEqual([]);
    expect(hoursAWeek(week)).toBe(40);
  });

  it('is workdays, and never closed all week, once it is no longer always open', () => {
    const hours = { timeZone: 'UTC', alwaysOpen: true, week: CLOSED, holidays: [] };
    const limited = withHours(hours);
    expect(limited.alwaysOpen).toBe(false);
    expect(hoursAWeek(limited.week)).toBe(40);
    expect(withHours({ ...hours, ...limited })).toEqual({ alwaysOpen: false });
  });

  it('counts a stretch over midnight', () => {
    expect(hoursAWeek(setDay(CLOSED, 'friday', [{ from: '22:00', to: '02:00' }]))).toBe(4);
  });
});
