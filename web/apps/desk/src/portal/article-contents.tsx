/** The table of contents of a longer article: beside it, or folded up above it on narrow screens. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type ArticleHeading, sectionAt } from './article-headings';
import styles from './article-page.module.css';
import { t } from './locales';

/** An article with fewer headings is seen at a glance. */
const CONTENTS_MIN = 3;
/** As in article-page.module.css. */
const WIDE = '(min-width: 68rem)';
/** Below the header of the page (CSS pixels): where a heading counts as reached. */
const READING_LINE = 112;

export function ArticleContents({ headings }: { headings: readonly ArticleHeading[] }) {
  const isWide = useMedia(WIDE);
  const current = useCurrentSection(headings);
  if (headings.length < CONTENTS_MIN) return null;
  const list = (
    <ol className={styles.contentsList}>
      {headings.map(({ id, text, level }) => (
        <li key={id} data-level={level}>
          <a href={`#${id}`} aria-current={id === current ? 'location' : undefined}>
            <bdi>{text}</bdi>
          </a>
        </li>
      ))}
    </ol>
  );
  return (
    <nav className={styles.contents} aria-label={t.onThisPage}>
      {isWide ? (
        <>
          <p className={styles.contentsTitle} aria-hidden="true">
            {t.onThisPage}
          </p>
          {list}
        </>
      ) : (
        <details>
          <summary>{t.onThisPage}</summary>
          {list}
        </details>
      )}
    </nav>
  );
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

/** The id of the heading under which one reads, looked up once a frame while the page scrolls. */
function useCurrentSection(headings: readonly ArticleHeading[]): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const tops = headings.map(({ id }) => ({
        id,
        top: document.getElementById(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY,
      }));
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
      const canScroll = scrollHeight > clientHeight + 1;
      const isAtEnd = canScroll && scrollTop + clientHeight >= scrollHeight - 1;
      setCurrent(sectionAt(tops, READING_LINE, isAtEnd));
    };
    const lookSoon = () => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', lookSoon, { passive: true });
    addEventListener('resize', lookSoon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', lookSoon);
      removeEventListener('resize', lookSoon);
    };
  }, [headings]);
  return current;
}
