/** An article's text with its table of contents, and the place in it that the address names. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import MarkdownView from '../ui/markdown-view';
import { ArticleContents } from './article-contents';
import { type ArticleHeading, readHeadings } from './article-headings';
import styles from './article-page.module.css';

export interface ArticleTextProps {
  text: string;
  /** The language that it is written in (BCP 47), where it is known. */
  lang?: string;
}

export default function ArticleText({ text, lang }: ArticleTextProps) {
  const body = useRef<HTMLDivElement>(null);
  const [headings, setHeadings] = useState<readonly ArticleHeading[]>([]);
  // Before it is painted, so that nothing moves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has other headings
  useLayoutEffect(() => setHeadings(readHeadings(body.current)), [text]);
  useNamedPlace(headings);
  return (
    <>
      <ArticleContents headings={headings} />
      <div ref={body} className={styles.text} lang={lang}>
        <MarkdownView linkable>{text}</MarkdownView>
      </div>
    </>
  );
}

/** Goes to the heading that the address names, when the page opens and when a link leads there. */
function useNamedPlace(headings: readonly ArticleHeading[]): void {
  const { hash, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link may be followed again
  useEffect(() => {
    const id = idOf(hash);
    const heading = headings.find((each) => each.id === id) && document.getElementById(id);
    if (!heading) return;
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  }, [hash, key, headings]);
}

function idOf(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}
