/**
 * The Markdown renderer, loaded by markdown.tsx when there is something to render. Raw HTML in the
 * text is shown as text, never run.
 */

import ReactMarkdown, { type Components } from 'react-markdown';
import { Link } from 'react-router';
import remarkGfm from 'remark-gfm';
import { classes } from './classes';
import { t } from './locales';
import styles from './markdown.module.css';

const PLUGINS = [remarkGfm];

export interface MarkdownProps {
  children: string;
  className?: string;
}

export default function MarkdownView({ children, className }: MarkdownProps) {
  return (
    <div className={classes(styles.markdown, className)} dir="auto">
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {children}
      </ReactMarkdown>
    </div>
  );
}

const COMPONENTS: Components = {
  // The page has its own title; headings in the text begin one level below it.
  h1: ({ children }) => <h2>{children}</h2>,
  a({ href = '', children }) {
    // An address without a host stays in the app.
    if (href.startsWith('/') && !href.startsWith('//')) return <Link to={href}>{children}</Link>;
    return (
      <a href={href} target="_blank" rel="noreferrer noopener">
        {children}
      </a>
    );
  },
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section className={styles.scroll} tabIndex={0} aria-label={t.table}>
      <table>{children}</table>
    </section>
  ),
  img: ({ src, alt }) => <img src={src} alt={alt ?? ''} loading="lazy" />,
};
