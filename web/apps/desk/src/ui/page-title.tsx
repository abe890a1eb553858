/** The document's title and a page's heading. */
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import styles from './page-title.module.css';
import { setTitle } from './tab-badge';

/** Sets the document's title: “My tickets · Acme”. */
export function useDocumentTitle(title: string, site?: string): void {
  useEffect(() => {
    setTitle(site && site !== title ? `${title} · ${site}` : title);
  }, [title, site]);
}

export interface PageTitleProps {
  children: ReactNode;
  /** A line below the heading. */
  lead?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** A way back, above the heading. */
  back?: ReactNode;
}

/** The heading takes the focus when the page changes (see `useRouteFocus`). */
export function PageTitle({ children, lead, actions, back }: PageTitleProps) {
  return (
    <header className={styles.head}>
      {back ? <div className={styles.back}>{back}</div> : null}
      <div className={styles.row}>
        <div className={styles.words}>
          <h1 className={styles.title} tabIndex={-1} data-page-title>
            <bdi>{children}</bdi>
          </h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
    </header>
  );
}
