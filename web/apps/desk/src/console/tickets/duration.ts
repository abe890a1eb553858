// A length of time in words, as exact as it is useful. Pure.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** “3 days 4 hours”, “25 minutes”: the two largest units. */
export function durationInWords(seconds: number): string {
  if (seconds < MINUTE) return 'less than a minute';
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  const parts = days > 0 ? [unit(days, 'day'), unit(hours, 'hour')] : [];
  if (days === 0) parts.push(unit(hours, 'hour'), unit(minutes, 'minute'));
  return parts.filter(Boolean).join(' ');
}

function unit(count: number, name: string): string {
  if (count === 0) return '';
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
