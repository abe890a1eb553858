/** The headings of the page, as links: beside the text where there is room, else above it. */

import styles from './docs.module.css';
import type { Heading } from './headings';
import { t } from './locales';

/** Shorter pages are seen at a glance. */
const LEAST = 3;

export function OnThisPage({ headings }: { headings: readonly Heading[] }) {
  if (headings.length < LEAST) return null;
  return (
    <details className={styles.here} open={window.matchMedia?.('(min-width: 85rem)').matches}>
      <summary>{t.onThisPage}</summary>
      <nav aria-label={t.onThisPage}>
        <ul lang="en" dir="ltr">
          {headings.map(({ id, text, depth }) => (
            <li key={id} data-depth={depth}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ul>
      </nav>
    </details>
  );
}
