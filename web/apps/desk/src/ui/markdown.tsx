/** Markdown from articles and messages. The renderer comes in its own bundle, when first needed. */
import { lazy, Suspense } from 'react';
import styles from './markdown.module.css';
import type { MarkdownProps } from './markdown-view';

const View = lazy(() => import('./markdown-view'));

export function Markdown(props: MarkdownProps) {
  // Markdown reads well as it is, so the text itself stands in until the renderer is there.
  return (
    <Suspense fallback={<div className={styles.plain}>{props.children}</div>}>
      <View {...props} />
    </Suspense>
  );
}
