// The ledger of deliveries in words and figures. Pure functions.

import type {
  Channel,
  ChannelSummary,
  Delivery,
  DeliveryAttempt,
  HourTotals,
  SkipReason,
} from '@frontdesk/client';
import type { Tone } from '../../../ui';
import { plural } from '../../../ui/format';

const CHANNELS: Record<Channel, string> = {
  'in-app': 'In the app',
  email: 'E-mail',
  push: 'Push',
  sms: 'SMS',
  webhook: 'Webhook',
};

export const channelName = (channel: Channel): string => CHANNELS[channel] ?? channel;

/** Those that a delivery can take. */
export const CHANNEL_OPTIONS = (['email', 'push', 'sms', 'webhook'] as const).map((value) => ({
  value,
  label: CHANNELS[value],
}));

type DeliveryState = Delivery['state'];

const STATES: Record<DeliveryState, { label: string; tone: Tone }> = {
  waiting: { label: 'Waiting', tone: 'info' },
  sending: { label: 'Being sent', tone: 'info' },
  sent: { label: 'Sent', tone: 'success' },
  delivered: { label: 'Delivered', tone: 'success' },
  failed: { label: 'Failed, is tried again', tone: 'warning' },
  dead: { label: 'Given up', tone: 'danger' },
  skipped: { label: 'Not sent', tone: 'neutral' },
};

export const stateLook = (state: DeliveryState) =>
  STATES[state] ?? { label: state, tone: 'neutral' as const };

export const STATE_OPTIONS = (Object.keys(STATES) as DeliveryState[]).map((value) => ({
  value,
  label: STATES[value].label,
}));

const REASONS: Record<SkipReason, string> = {
  read: 'it was read before',
  muted: 'the conversation is muted',
  preferences: 'the person does not want it this way',
  'in-view': 'the person was looking at it',
  'no-address': 'there is no address for it',
  expired: 'it would have come too late',
  'escalated-elsewhere': 'another channel has brought it',
};

export const reasonWords = (reason: SkipReason): string => REASONS[reason] ?? reason;

const OUTCOMES: Record<DeliveryAttempt['outcome'], { label: string; tone: Tone }> = {
  sent: { label: 'Sent', tone: 'success' },
  failed: { label: 'Failed', tone: 'warning' },
  dead: { label: 'Given up', tone: 'danger' },
  skipped: { label: 'Not sent', tone: 'neutral' },
};

export const outcomeLook = (outcome: DeliveryAttempt['outcome']) =>
  OUTCOMES[outcome] ?? { label: outcome, tone: 'neutral' as const };

/** Whether it can be sent again by hand. */
export function canReplay({ state }: Pick<Delivery, 'state'>): boolean {
  return state === 'dead' || state === 'skipped' || state === 'failed' || state === 'sent';
}

/** How a channel is, in a word; whether somebody should look. */
export function channelState({ configured, breaker }: ChannelSummary): {
  label: string;
  tone: Tone;
} {
  if (!configured) return { label: 'Not set up', tone: 'neutral' };
  if (breaker === 'open') return { label: 'Not answering', tone: 'danger' };
  if (breaker === 'half-open') return { label: 'Being tried again', tone: 'warning' };
  return { label: 'Works', tone: 'success' };
}

export interface Totals {
  sent: number;
  failed: number;
  delayed: number;
  dead: number;
}

export function totalsOf(hours: readonly HourTotals[]): Totals {
  return hours.reduce(
    (sum, hour) => ({
      sent: sum.sent + hour.sent,
      failed: sum.failed + hour.failed,
      delayed: sum.delayed + hour.delayed,
      dead: sum.dead + hour.dead,
    }),
    { sent: 0, failed: 0, delayed: 0, dead: 0 },
  );
}

export function totalWords({ sent, delayed, failed, dead }: Totals): string {
  const parts = [`${sent.toLocaleString()} sent`];
  if (delayed > 0) parts.push(`${delayed.toLocaleString()} of them late`);
  if (failed > 0) parts.push(`${failed.toLocaleString()} failed`);
  if (dead > 0) parts.push(`${dead.toLocaleString()} given up`);
  return parts.join(', ');
}

const HOUR_MS = 3_600_000;

/** The last `count` hours up to `now`, those without anything too, oldest first. */
export function everyHour(hours: readonly HourTotals[], now: number, count = 24): HourTotals[] {
  const known = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]));
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from({ length: count }, (_, index) => {
    const start = last - (count - 1 - index) * HOUR_MS;
    const nothing = { sent: 0, failed: 0, delayed: 0, dead: 0 };
    return known.get(start) ?? { hour: new Date(start).toISOString(), ...nothing };
  });
}

/** For how long the oldest has been due; null where nothing is. */
export function oldestWords(seconds: number | null | undefined): string | null {
  if (seconds === null || seconds === undefined) return null;
  if (seconds < 60) return plural(Math.round(seconds), 'second');
  if (seconds < 3_600) return plural(Math.round(seconds / 60), 'minute');
  return plural(Math.round(seconds / 3_600), 'hour');
}

/** How long a try took. */
export function durationWords(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
