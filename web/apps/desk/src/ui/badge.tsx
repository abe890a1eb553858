/** Small marks: a Badge for any word, and the pills of a ticket's and a chat's state. */
import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { classes } from './classes';

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

interface Look {
  label: string;
  tone: Tone;
}

/** Every state that the wire names, in words for people. */
const STATUS: Record<string, Look> = {
  open: { label: 'Open', tone: 'info' },
  'in-progress': { label: 'In progress', tone: 'warning' },
  resolved: { label: 'Resolved', tone: 'success' },
  closed: { label: 'Closed', tone: 'neutral' },
  waiting: { label: 'Waiting', tone: 'warning' },
  active: { label: 'Active', tone: 'success' },
  available: { label: 'Available', tone: 'success' },
  busy: { label: 'Busy', tone: 'warning' },
  away: { label: 'Away', tone: 'neutral' },
  offline: { label: 'Offline', tone: 'neutral' },
};

const PRIORITY: Record<string, Look> = {
  low: { label: 'Low', tone: 'neutral' },
  medium: { label: 'Medium', tone: 'neutral' },
  high: { label: 'High', tone: 'warning' },
  urgent: { label: 'Urgent', tone: 'danger' },
};

export const statusLabel = (status: string): string => STATUS[status]?.label ?? status;
export const priorityLabel = (priority: string): string => PRIORITY[priority]?.label ?? priority;

/** The state of a ticket, a chat or an agent. */
export function StatusPill({ status }: { status: string }) {
  const look = STATUS[status] ?? { label: status, tone: 'neutral' as const };
  return (
    <Badge tone={look.tone} dot>
      {look.label}
    </Badge>
  );
}

export function PriorityPill({ priority }: { priority: string }) {
  const look = PRIORITY[priority] ?? { label: priority, tone: 'neutral' as const };
  return <Badge tone={look.tone}>{look.label}</Badge>;
}
