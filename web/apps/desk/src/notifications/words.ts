// What the notification settings say, and what their controls mean. Pure functions.

import type {
  MailPace,
  NotificationPreferences,
  QuietHours,
  TypePreferences,
} from '@frontdesk/client';
import { plural } from '../ui/format';

export type TypeName = keyof NotificationPreferences['channels'];

interface TypeWords {
  label: string;
  about: string;
}

/** In the order of the table. */
const TYPES: Record<string, TypeWords> = {
  'ticket-response': { label: 'Replies', about: 'Somebody has answered a ticket.' },
  'ticket-update': { label: 'Ticket changes', about: 'A ticket has changed its state.' },
  'chat-message': { label: 'Chat messages', about: 'Somebody has written in a chat.' },
  assigned: { label: 'Assigned to me', about: 'A ticket or a chat was given to you.' },
  mentioned: { label: 'Mentions', about: 'A colleague has named you in a note.' },
  'sla-at-risk': { label: 'Times at risk', about: 'A promised time is near.' },
  system: { label: 'Announcements', about: 'What everybody here should know.' },
};

export function typeWords(type: string): TypeWords {
  return TYPES[type] ?? { label: type, about: '' };
}

/** Those that the person can get, in the order of the table. */
export function typesIn({ channels }: Pick<NotificationPreferences, 'channels'>): TypeName[] {
  const order = Object.keys(TYPES);
  const place = (type: string) => (order.indexOf(type) + order.length + 1) % (order.length + 1);
  return (Object.keys(channels) as TypeName[]).sort(
    (one, other) => place(String(one)) - place(String(other)),
  );
}

export const PACES: readonly { value: MailPace; label: string }[] = [
  { value: 'at-once', label: 'At once' },
  { value: 'hourly', label: 'Every hour' },
  { value: 'daily', label: 'Once a day' },
  { value: 'off', label: 'Never' },
];

/** Where what stays unread can go on to. */
export type EscalationTarget = 'email' | 'push' | 'sms';

export const TARGETS: readonly { value: EscalationTarget; label: string }[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'push', label: 'Push' },
  { value: 'sms', label: 'SMS' },
];

const MINUTES = [5, 15, 30, 60, 240, 1_440];

/** Choices of a wait, the present one among them; empty for none. */
export function waitOptions(present: number | undefined): { value: string; label: string }[] {
  const known =
    present === undefined || MINUTES.includes(present) ? MINUTES : [...MINUTES, present];
  const sorted = [...known].sort((one, other) => one - other);
  return [
    { value: '', label: 'Don’t' },
    ...sorted.map((minutes) => ({ value: String(minutes), label: `After ${waitWords(minutes)}` })),
  ];
}

export function waitWords(minutes: number): string {
  if (minutes % 60 !== 0) return plural(minutes, 'minute');
  return plural(minutes / 60, 'hour');
}

/** Monday first; the wire counts from Sunday. */
export const DAYS: readonly { value: number; short: string; label: string }[] = [
  { value: 1, short: 'Mo', label: 'Monday' },
  { value: 2, short: 'Tu', label: 'Tuesday' },
  { value: 3, short: 'We', label: 'Wednesday' },
  { value: 4, short: 'Th', label: 'Thursday' },
  { value: 5, short: 'Fr', label: 'Friday' },
  { value: 6, short: 'Sa', label: 'Saturday' },
  { value: 0, short: 'Su', label: 'Sunday' },
];

export const DEFAULT_QUIET: QuietHours = { from: '22:00', to: '07:00' };

/** With a day more or less. All of them is the same as none named. */
export function withDay(quiet: QuietHours, day: number, on: boolean): QuietHours {
  const days = new Set(quiet.days ?? DAYS.map(({ value }) => value));
  if (on) days.add(day);
  else days.delete(day);
  const { days: _before, ...rest } = quiet;
  return days.size === DAYS.length ? rest : { ...rest, days: [...days].sort() };
}

export function quietWords({ from, to }: QuietHours): string {
  if (from === to) return 'Choose two different times.';
  return from < to
    ? `Nothing is sent from ${from} to ${to}.`
    : `Nothing is sent from ${from} to ${to} of the next day.`;
}

/** Why a channel can't reach this person now; null where it can. */
export function obstacle(
  channel: EscalationTarget,
  preferences: Pick<NotificationPreferences, 'available' | 'email' | 'phone' | 'pushSubscriptions'>,
): string | null {
  const { available, email, phone, pushSubscriptions } = preferences;
  if (!available[channel]) return 'This help desk has not set it up.';
  if (channel === 'email') {
    if (!email) return 'We know no address of yours.';
    return email.undeliverable ? 'Mail to your address came back.' : null;
  }
  if (channel === 'sms') return phone?.confirmed ? null : 'Add your phone number below.';
  return pushSubscriptions.length > 0 ? null : 'Turn it on for a device below.';
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
    { label: 'For an hour', until: new Date(now.getTime() + HOUR_MS) },
    { label: 'Until tomorrow morning', until: tomorrow },
    { label: 'For a week', until: nextWeek },
    { label: 'Until I turn it on again', until: null },
  ];
}
