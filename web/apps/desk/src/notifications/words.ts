// What the notification settings say, and what their controls mean. Pure functions.

import type {
  MailPace,
  NotificationPreferences,
  QuietHours,
  TypePreferences,
} from '@frontdesk/client';
import { currentLocale } from '../i18n/language';
import { t } from './locales';

export type TypeName = keyof NotificationPreferences['channels'];

interface TypeWords {
  label: string;
  about: string;
}

const typeLabels = (): Readonly<Record<string, TypeWords>> => t.types;

export function typeWords(type: string): TypeWords {
  return typeLabels()[type] ?? { label: type, about: '' };
}

/** Those that the person can get, in the order of the table. */
export function typesIn({ channels }: Pick<NotificationPreferences, 'channels'>): TypeName[] {
  const order = Object.keys(t.types);
  const place = (type: string) => (order.indexOf(type) + order.length + 1) % (order.length + 1);
  return (Object.keys(channels) as TypeName[]).sort(
    (one, other) => place(String(one)) - place(String(other)),
  );
}

export const paces = (): { value: MailPace; label: string }[] => [
  { value: 'at-once', label: t.atOnce },
  { value: 'hourly', label: t.everyHour },
  { value: 'daily', label: t.onceADay },
  { value: 'off', label: t.never },
];

/** Where what stays unread can go on to. */
export type EscalationTarget = 'email' | 'push' | 'sms';

export const targets = (): { value: EscalationTarget; label: string }[] => [
  { value: 'email', label: t.email },
  { value: 'push', label: t.push },
  { value: 'sms', label: t.sms },
];

const MINUTES = [5, 15, 30, 60, 240, 1_440];

/** Choices of a wait, the present one among them; empty for none. */
export function waitOptions(present: number | undefined): { value: string; label: string }[] {
  const known =
    present === undefined || MINUTES.includes(present) ? MINUTES : [...MINUTES, present];
  const sorted = [...known].sort((one, other) => one - other);
  return [
    { value: '', label: t.dont },
    ...sorted.map((minutes) => ({ value: String(minutes), label: t.after(waitWords(minutes)) })),
  ];
}

export function waitWords(minutes: number): string {
  if (minutes % 60 !== 0) return t.minutes(minutes);
  return t.hours(minutes / 60);
}

/** The days as the wire counts them, from Sunday on, in the order of a week from Monday. */
export const WEEK: readonly number[] = [1, 2, 3, 4, 5, 6, 0];

/** A Sunday: with as many days more it is the day of the week that the wire means. */
const SUNDAY = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;

export function weekDays(): { value: number; short: string; label: string }[] {
  const name = (day: number, weekday: 'long' | 'short') =>
    new Intl.DateTimeFormat(currentLocale(), { weekday, timeZone: 'UTC' }).format(
      SUNDAY + day * DAY_MS,
    );
  return WEEK.map((value) => ({ value, short: name(value, 'short'), label: name(value, 'long') }));
}

export const DEFAULT_QUIET: QuietHours = { from: '22:00', to: '07:00' };

/** With a day more or less. All of them is the same as none named. */
export function withDay(quiet: QuietHours, day: number, on: boolean): QuietHours {
  const days = new Set(quiet.days ?? WEEK);
  if (on) days.add(day);
  else days.delete(day);
  const { days: _before, ...rest } = quiet;
  return days.size === WEEK.length ? rest : { ...rest, days: [...days].sort() };
}

export function quietWords({ from, to }: QuietHours): string {
  if (from === to) return t.twoDifferentTimes;
  return from < to ? t.nothingSent(from, to) : t.nothingSentOvernight(from, to);
}

/** Why a channel can't reach this person now; null where it can. */
export function obstacle(
  channel: EscalationTarget,
  preferences: Pick<NotificationPreferences, 'available' | 'email' | 'phone' | 'pushSubscriptions'>,
): string | null {
  const { available, email, phone, pushSubscriptions } = preferences;
  if (!available[channel]) return t.notSetUp;
  if (channel === 'email') {
    if (!email) return t.noAddress;
    return email.undeliverable ? t.mailCameBack : null;
  }
  if (channel === 'sms') return phone?.confirmed ? null : t.addPhone;
  return pushSubscriptions.length > 0 ? null : t.turnOnDevice;
}

/** What a change of the escalation means; null takes it away. */
export function escalation(
  minutes: string,
  to: EscalationTarget,
): NonNullable<TypePreferences['escalate']> | null {
  return minutes === '' ? null : { afterMinutes: Number(minutes), to };
}

/** All time zones that the browser knows, the given one among them. */
export function timeZones(present: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set([...known, 'UTC', present])].sort();
}

/** A number as people write it, in E.164: without spaces, dashes and brackets. */
export function phoneNumber(text: string): string {
  return text.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
}

export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

export interface MuteTime {
  label: string;
  /** Null: until it is taken back. */
  until: Date | null;
}

const HOUR_MS = 3_600_000;
const MORNING = 8;

/** For how long one can mute. */
export function muteTimes(now: Date): MuteTime[] {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING);
  const nextWeek = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7, MORNING);
  return [
    { label: t.forAnHour, until: new Date(now.getTime() + HOUR_MS) },
    { label: t.untilTomorrow, until: tomorrow },
    { label: t.forAWeek, until: nextWeek },
    { label: t.untilITurnOn, until: null },
  ];
}
