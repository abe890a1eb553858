// One part of the notification settings: its heading, what it is about, and its controls.

import type { NotificationPreferences, NotificationPreferencesPatch } from '@frontdesk/client';
import { type ReactNode, useId } from 'react';
import styles from './preferences.module.css';

export interface PartProps {
  preferences: NotificationPreferences;
  onChange: (patch: NotificationPreferencesPatch) => Promise<void>;
}

export interface PartFrameProps {
  heading: string;
  lead?: ReactNode;
  children: ReactNode;
}

export function Part({ heading, lead, children }: PartFrameProps) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <header>
        <h2 id={id} className={styles.heading}>
          {heading}
        </h2>
        {lead ? <p className={styles.lead}>{lead}</p> : null}
      </header>
      {children}
    </section>
  );
}
