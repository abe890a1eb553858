/**
 * How far an own message has come: a small mark and a word, and which messages carry one. A run
 * of messages in one state says so once, below its last.
 */

import type { DeliveryState } from '@frontdesk/client';
import { Check, CheckCheck, Clock, Eye, Hourglass } from 'lucide-react';
import { t } from './locales';
import styles from './message-state.module.css';

/** What `stateMarks` looks at. */
export interface Marked {
  id: string;
  mine: boolean;
  state?: DeliveryState;
}

/** A failed message speaks for itself. */
export type ShownState = Exclude<DeliveryState, 'failed'>;

/**
 * The messages that show their state, by id. Only what is on its way shows without `receipts`.
 * That a message was seen goes without saying once it is answered.
 */
export function stateMarks(
  messages: readonly Marked[],
  receipts: boolean,
): ReadonlyMap<string, ShownState> {
  const marks = new Map<string, ShownState>();
  let later: string | null = null;
  let answered = false;
  let sending = false;
  for (const { id, mine, state } of messages.toReversed()) {
    if (!mine) answered = true;
    if (!mine || state === undefined || state === 'failed') continue;
    // What waits behind a message under way is as good as under way.
    const run = isUnsent(state) ? 'unsent' : state;
    sending ||= state === 'sending';
    if (run === later) continue;
    later = run;
    if (isSettled(state) && (!receipts || (state === 'seen' && answered))) continue;
    marks.set(id, state);
  }
  if (sending) for (const [id, state] of marks) if (state === 'queued') marks.set(id, 'sending');
  return marks;
}

const isUnsent = (state: DeliveryState) => state === 'queued' || state === 'sending';
const isSettled = (state: DeliveryState) =>
  state === 'sent' || state === 'delivered' || state === 'seen';

const ICONS: Record<ShownState, typeof Check> = {
  queued: Clock,
  sending: Clock,
  held: Hourglass,
  sent: Check,
  delivered: CheckCheck,
  seen: Eye,
};

/** Read on demand, not announced: a log would say each step of each message. */
export function MessageState({ state }: { state: ShownState }) {
  const Icon = ICONS[state];
  return (
    <p className={styles.state} data-state={state} title={t.messageHint[state]} aria-live="off">
      <Icon size={13} aria-hidden />
      {t.messageState[state]}
    </p>
  );
}
