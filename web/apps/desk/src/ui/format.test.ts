import { describe, expect, it } from 'vitest';
import { dayLabel, fileSize, plural, relativeTime, waitTime } from './format';

const now = new Date(2026, 2, 15, 12, 0, 0).getTime();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

describe('a time in words', () => {
  it.each([
    [10, 'now'],
    [3 * 60, '3 minutes ago'],
    [2 * 3600, '2 hours ago'],
    [24 * 3600, 'yesterday'],
    [3 * 86_400, '3 days ago'],
  ])('%i seconds ago is “%s”', (seconds, words) => {
    expect(relativeTime(ago(seconds), now, 'en')).toBe(words);
  });

  it('is the date from a week on, with the year where it is another one', () => {
    expect(relativeTime(ago(10 * 86_400), now, 'en-GB')).toBe('5 March');
    expect(relativeTime(ago(100 * 86_400), now, 'en-GB')).toBe('5 December 2025');
  });

  it('is nothing for what is no time', () => {
    expect(relativeTime('soon', now, 'en')).toBe('');
  });
});

describe('the heading of a day', () => {
  it('counts calendar days, not spans of 24 hours', () => {
    const earlyToday = new Date(2026, 2, 15, 0, 1).toISOString();
    const lateYesterday = new Date(2026, 2, 14, 23, 59).toISOString();
    expect(dayLabel(earlyToday, now)).toBe('Today');
    expect(dayLabel(lateYesterday, now)).toBe('Yesterday');
    expect(dayLabel(new Date(2026, 2, 1).toISOString(), now, 'en-GB')).toBe('1 March');
  });
});

describe('sizes, waits and counts', () => {
  it('counts bytes as upload limits do', () => {
    expect(fileSize(0)).toBe('0 B');
    expect(fileSize(1536)).toBe('1.5 kB');
    expect(fileSize(10 * 1024 * 1024)).toBe('10 MB');
  });

  it('rounds a wait so that it promises little', () => {
    expect(waitTime(20)).toBe('less than a minute');
    expect(waitTime(70)).toBe('about a minute');
    expect(waitTime(240)).toBe('about 4 minutes');
    expect(waitTime(3600)).toBe('about an hour');
  });

  it('says one and many', () => {
    expect(plural(1, 'article')).toBe('1 article');
    expect(plural(0, 'article')).toBe('0 articles');
    expect(plural(2, 'reply', 'replies')).toBe('2 replies');
  });
});
