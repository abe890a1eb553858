/** Articles as rows: title and the beginning, or the passage that was found. */
import { FileText } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './article-list.module.css';

export interface ArticleRow {
  id: string;
  to: string;
  title: ReactNode;
  excerpt?: ReactNode;
  /** Small facts below. */
  meta?: ReactNode;
  icon?: ReactNode;
}

const MIDDLE_BUTTON = 1;

export interface ArticleRowsProps {
  rows: readonly ArticleRow[];
  label: string;
  /** A row was followed, here or into another tab. */
  onOpen?: (id: string) => void;
}

export function ArticleRows({ rows, label, onOpen }: ArticleRowsProps) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {rows.map((row) => (
        <li key={row.id} className={styles.row}>
          <span className={styles.icon}>{row.icon ?? <FileText size={18} aria-hidden />}</span>
          <div className={styles.words}>
            <Link
              to={row.to}
              className={styles.title}
              onClick={() => onOpen?.(row.id)}
              onAuxClick={({ button }) => {
                if (button === MIDDLE_BUTTON) onOpen?.(row.id);
              }}
            >
              <bdi>{row.title}</bdi>
            </Link>
            {row.excerpt ? (
              <p className={styles.excerpt}>
                <bdi>{row.excerpt}</bdi>
              </p>
            ) : null}
            {row.meta ? <div className={styles.meta}>{row.meta}</div> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

const EXCERPT_CHARS = 180;

/** The beginning of a Markdown text as plain words. */
export function excerptOf(markdown: string): string {
  const plain = markdown
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/^\s*\|.*$/gm, ' ')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(?:#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/[*_`~|]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const chars = [...plain];
  if (chars.length <= EXCERPT_CHARS) return plain;
  const cut = chars.slice(0, EXCERPT_CHARS).join('');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), EXCERPT_CHARS / 2))}…`;
}
