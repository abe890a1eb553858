/** Small marks: a Badge for any word, and the pills of a ticket's and a chat's state. */

import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { classes } from './classes';
import { t } from './locales';

export type Tone = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger';

export function Badge({
  tone = 'neutral',
  dot = false,
  children,
}: {
  tone?: Tone;
  /** A dot of the tone's colour before the word. */
  dot?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={classes(styles.badge, styles[tone])}>
      {dot ? <span className={styles.dot} aria-hidden="true" /> : null}
      {children}
    </span>
  );
}

/** Every state and every priority that the wire names; those of a later version are neutral. */
const STATUS_TONES: Record<string, Tone> = {
  open: 'info',
  'in-progress': 'warning',
  resolved: 'success',
  waiting: 'warning',
  active: 'success',
  available: 'success',
  busy: 'warning',
};
const PRIORITY_TONES: Record<string, Tone> = { high: 'warning', urgent: 'danger' };

/** A word of the wire in words for people; as it is where it is not known. */
const labelOf = (labels: Readonly<Record<string, string>>, word: string): string =>
  labels[word] ?? word;

export const statusLabel = (status: string): string => labelOf(t.status, status);
export const priorityLabel = (priority: string): string => labelOf(t.priority, priority);

/** The state of a ticket, a chat or an agent. */
export function StatusPill({ status }: { status: string }) {
  return (
    <Badge tone={STATUS_TONES[status]} dot>
      {statusLabel(status)}
    </Badge>
  );
}

export function PriorityPill({ priority }: { priority: string }) {
  return <Badge tone={PRIORITY_TONES[priority]}>{priorityLabel(priority)}</Badge>;
}
