// What became of a mail that came in, in words. Pure functions.

import type { InboundMail, InboundMailState } from '@frontdesk/client';
import type { Tone } from '../../../ui';

const STATES: Record<InboundMailState, { label: string; tone: Tone }> = {
  waiting: { label: 'Waiting', tone: 'info' },
  ticket: { label: 'New ticket', tone: 'success' },
  reply: { label: 'Answer', tone: 'success' },
  held: { label: 'Held for review', tone: 'warning' },
  automatic: { label: 'Automatic answer', tone: 'neutral' },
  bounce: { label: 'Could not be delivered', tone: 'warning' },
  ignored: { label: 'Left out', tone: 'neutral' },
  'set-aside': { label: 'Set aside', tone: 'danger' },
};

export const stateLook = (state: InboundMailState) => STATES[state];

export const STATE_OPTIONS = (Object.keys(STATES) as InboundMailState[]).map((value) => ({
  value,
  label: STATES[value].label,
}));

/** What a list calls a mail. */
export const nameOf = (mail: InboundMail): string => mail.subject?.trim() || 'Mail without subject';
