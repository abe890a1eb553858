// The frame of one section: its head, what it is about, and the way in which it is saved.

import { BookOpenText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Button, classes, errorMessage, Notice } from '../../ui';
import { PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import { guideOf } from './guides';
import styles from './settings.module.css';

export interface SectionBodyProps {
  title: string;
  /** What it is for, in a sentence or two. */
  lead: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Stays at the bottom, such as a `SaveBar`. */
  foot?: ReactNode;
  /** Uses the whole width, for what has something beside it. */
  wide?: boolean;
}

export function SectionBody({ title, lead, actions, children, foot, wide }: SectionBodyProps) {
  const guide = guideOf(useParams().section);
  return (
    <>
      <PaneHead
        title={title}
        back={paths.settings}
        backLabel="Back to the settings"
        actions={actions}
      />
      <div className={styles.scroll}>
        <div className={classes(styles.body, wide && styles.wide)}>
          <p className={styles.lead}>
            {lead}{' '}
            {guide ? (
              <a className={styles.guide} href={guide} target="_blank" rel="noopener">
                <BookOpenText size={14} aria-hidden /> Read more
                <span className="visually-hidden"> about {title} (in a new tab)</span>
              </a>
            ) : null}
          </p>
          {children}
        </div>
      </div>
      {foot}
    </>
  );
}

export interface SaveBarProps {
  /** Something differs from what is stored. */
  dirty: boolean;
  saving: boolean;
  error: unknown;
  onSave: () => void;
  onReset: () => void;
}

/** Save and take back; there only while something has changed. */
export function SaveBar({ dirty, saving, error, onSave, onReset }: SaveBarProps) {
  if (!dirty && !error) return null;
  return (
    <div className={styles.saveBar}>
      {error ? (
        <Notice tone="danger" live>
          It was not saved. {errorMessage(error)}
        </Notice>
      ) : (
        <p>Not saved yet.</p>
      )}
      <div className={styles.saveActions}>
        <Button onClick={onReset} disabled={saving}>
          Take back
        </Button>
        <Button variant="primary" busy={saving} onClick={onSave}>
          Save
        </Button>
      </div>
    </div>
  );
}

/** For those who may look but not change. */
export function AdminsOnly() {
  return <Notice>Only admins can change this.</Notice>;
}
