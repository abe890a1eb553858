/**
 * The Markdown renderer, loaded by markdown.tsx when there is something to render. Raw HTML in the
 * text is shown as text, never run.
 */

import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import { Link } from 'react-router';
import remarkGfm from 'remark-gfm';
import { classes } from './classes';
import { rehypeHeadingIds } from './heading-ids';
import { LinkedHeading, type LinkedHeadingProps } from './heading-link';
import { t } from './locales';
import styles from './markdown.module.css';

const PLUGINS = [remarkGfm];
const LINKABLE_PLUGINS = [rehypeHeadingIds];

export interface MarkdownProps {
  children: string;
  className?: string;
  /** A text of its own, such as an article: its headings can be linked to. */
  linkable?: boolean;
  /** Elements that a page draws in its own way; the same object each time. */
  components?: Components;
  /** What changes the tree before it is drawn; the same list each time. */
  rehypePlugins?: Options['rehypePlugins'];
}

export default function MarkdownView({
  children,
  className,
  linkable = false,
  components,
  rehypePlugins = linkable ? LINKABLE_PLUGINS : [],
}: MarkdownProps) {
  const elements = linkable ? LINKABLE : COMPONENTS;
  return (
    <div className={classes(styles.markdown, className)} dir="auto">
      <ReactMarkdown
        remarkPlugins={PLUGINS}
        rehypePlugins={rehypePlugins}
        components={components ? { ...elements, ...components } : elements}
      >
        {children}
      </ReactMarkdown>
    </div>
  );
}

const COMPONENTS: Components = {
  // The page has its own title; headings in the text begin one level below it.
  h1: ({ children }) => <h2>{children}</h2>,
  a({ href = '', children }) {
    if (href.startsWith('#')) return <a href={href}>{children}</a>;
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
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <pre tabIndex={0}>{children}</pre>
  ),
  img: ({ src, alt }) => <img src={src} alt={alt ?? ''} loading="lazy" />,
};

/** The page has the one heading of the first level, here too. */
const Heading: Components['h2'] = ({ node, id = '', children }) => {
  const level = Math.max(Number(node?.tagName.slice(1)), 2) as LinkedHeadingProps['level'];
  return (
    <LinkedHeading level={level} id={id}>
      {children}
    </LinkedHeading>
  );
};

const LINKABLE: Components = {
  ...COMPONENTS,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
};
