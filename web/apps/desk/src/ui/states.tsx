/** What a page shows when there is nothing, or when something went wrong. */

import { FrontdeskError, sentence } from '@frontdesk/client';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { t } from './locales';
import styles from './states.module.css';

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** Where it is the page's only heading. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
  /** What one could do next. */
  action?: ReactNode;
}

export function EmptyState({ icon, title, heading, children, action }: EmptyStateProps) {
  const Title = heading ?? 'p';
  return (
    <div className={styles.state}>
      {icon ? <span className={styles.icon}>{icon}</span> : null}
      <Title className={styles.title}>{title}</Title>
      {children ? <div className={styles.text}>{children}</div> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}

export interface ErrorStateProps {
  title?: string;
  /** The error itself; its message is shown. */
  error?: unknown;
  onRetry?: () => void;
  action?: ReactNode;
}

export function ErrorState({ title = t.didNotLoad, error, onRetry, action }: ErrorStateProps) {
  return (
    <div className={styles.state} role="alert">
      <span className={`${styles.icon} ${styles.bad}`}>
        <CircleAlert size={28} aria-hidden />
      </span>
      <p className={styles.title}>{title}</p>
      <div className={styles.text}>{errorMessage(error)}</div>
      <div className={styles.action}>
        {onRetry ? <Button onClick={onRetry}>{t.tryAgain}</Button> : null}
        {action}
      </div>
    </div>
  );
}

/** The sentence to show for anything that was thrown. */
export function errorMessage(error: unknown): string {
  if (typeof error === 'string' && error) return sentence(error);
  // Browsers say “Failed to fetch” and the like when there is no answer at all.
  if (error instanceof TypeError) {
    return t.noServer;
  }
  if (error instanceof FrontdeskError && error.status === 0) {
    const own = t.clientErrors[error.code];
    if (own) return own;
  }
  if (error instanceof Error && error.message) return sentence(error.message);
  return t.wentWrong;
}

/** A line of text on a coloured ground, inside a page. */
export function Notice({
  tone = 'info',
  icon,
  children,
  action,
  live = false,
}: {
  tone?: 'info' | 'success' | 'warning' | 'danger';
  icon?: ReactNode;
  children: ReactNode;
  action?: ReactNode;
  /** Announced by screen readers when it appears. */
  live?: boolean;
}) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={live ? 'status' : undefined}>
      {icon}
      <div className={styles.noticeText}>{children}</div>
      {action}
    </div>
  );
}
