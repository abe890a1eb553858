// A list within a section: its heading, what can be added, and its rows or a word that there are
// none.

import type { ReactNode } from 'react';
import styles from './parts.module.css';

export interface ListPartProps {
  heading: string;
  /** Beside the heading, such as “Add”. */
  action?: ReactNode;
  /** In place of rows. */
  none: string;
  count: number;
  error?: string | null;
  children: ReactNode;
}

export function ListPart({ heading, action, none, count, error, children }: ListPartProps) {
  return (
    <section aria-label={heading}>
      <header className={styles.sectionHead}>
        <h2>{heading}</h2>
        {action}
      </header>
      {count === 0 ? <p className={styles.none}>{none}</p> : <Rows>{children}</Rows>}
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
    </section>
  );
}

export function Rows({ children }: { children: ReactNode }) {
  return <ul className={styles.rows}>{children}</ul>;
}
