import { describe, expect, it } from 'vitest';
import {
  escalation,
  isPhoneNumber,
  muteTimes,
  obstacle,
  phoneNumber,
  quietWords,
  timeZones,
  typesIn,
  typeWords,
  waitOptions,
  waitWords,
  withDay,
} from './words';

const CHANNEL = { inApp: true, email: 'at-once', push: true, sms: false } as const;

it('types stand in one order, those of a later version at the end', () => {
  const channels = { newest: CHANNEL, system: CHANNEL, 'ticket-response': CHANNEL } as never;
  expect(typesIn({ channels })).toEqual(['ticket-response', 'system', 'newest']);
  expect(typeWords('newest').label).toBe('newest');
});

describe('what stays unread', () => {
  it('can wait for a few times, and for the one that is set', () => {
    expect(waitOptions(undefined).map(({ label }) => label)).toEqual([
      'Don’t',
      'After 5 minutes',
      'After 15 minutes',
      'After 30 minutes',
      'After 1 hour',
      'After 4 hours',
      'After 24 hours',
    ]);
    expect(waitOptions(45).map(({ value }) => value)).toContain('45');
    expect(waitWords(90)).toBe('90 minutes');
  });

  it('goes on to a channel, or does not', () => {
    expect(escalation('15', 'sms')).toEqual({ afterMinutes: 15, to: 'sms' });
    expect(escalation('', 'sms')).toBeNull();
  });
});

describe('quiet hours', () => {
  const quiet = { from: '22:00', to: '07:00' };

  it('name days only where it is not all of them', () => {
    const weekdays = withDay(withDay(quiet, 0, false), 6, false);
    expect(weekdays.days).toEqual([1, 2, 3, 4, 5]);
    expect(withDay(withDay(weekdays, 0, true), 6, true)).toEqual(quiet);
  });

  it('say when they end', () => {
    expect(quietWords(quiet)).toBe('Nothing is sent from 22:00 to 07:00 of the next day.');
    expect(quietWords({ from: '12:00', to: '14:00' })).toBe('Nothing is sent from 12:00 to 14:00.');
    expect(quietWords({ from: '12:00', to: '12:00' })).toContain('different');
  });
});

describe('a channel', () => {
  const reachable = {
    available: { email: true, push: true, sms: true },
    email: { address: 'maya@example.com', undeliverable: false },
    phone: { number: '+4915112345678', confirmed: true },
    pushSubscriptions: [{ id: 'd1', createdAt: '2026-01-01T00:00:00Z' }],
  };

  it('that can be used has no obstacle', () => {
    for (const channel of ['email', 'push', 'sms'] as const) {
      expect(obstacle(channel, reachable)).toBeNull();
    }
  });

  it('says why it cannot be used', () => {
    const none = { email: false, push: false, sms: false };
    expect(obstacle('push', { ...reachable, available: none })).toContain('not set it up');
    expect(obstacle('push', { ...reachable, pushSubscriptions: [] })).toContain('device');
    expect(obstacle('email', { ...reachable, email: null })).toContain('no address');
    const returned = { address: 'maya@example.com', undeliverable: true };
    expect(obstacle('email', { ...reachable, email: returned })).toContain('came back');
    const unconfirmed = { number: '+4915112345678', confirmed: false };
    expect(obstacle('sms', { ...reachable, phone: unconfirmed })).toContain('phone number');
  });
});

it('a phone number is taken as people write it', () => {
  expect(phoneNumber('0049 (151) 123-456/78')).toBe('+4915112345678');
  expect(isPhoneNumber('+4915112345678')).toBe(true);
  expect(isPhoneNumber('015112345678')).toBe(false);
  expect(isPhoneNumber('+49151abc')).toBe(false);
});

it('the time zones have the present one, even where the browser does not know it', () => {
  expect(timeZones('Mars/Olympus')).toContain('Mars/Olympus');
  expect(timeZones('UTC')).toContain('Europe/Berlin');
});

it('one mutes until a time of one’s own day, or for good', () => {
  const times = muteTimes(new Date(2026, 2, 10, 15, 30));
  expect(times.map(({ until }) => until)).toEqual([
    new Date(2026, 2, 10, 16, 30),
    new Date(2026, 2, 11, 8),
    new Date(2026, 2, 17, 8),
    null,
  ]);
});
