/** Markdown from articles and messages. The renderer comes in its own bundle, when first needed. */
import { type ComponentType, lazy, Suspense } from 'react';
import styles from './markdown.module.css';
import type { MarkdownProps } from './markdown-view';

const View = lazy(loadMarkdown);
let Loaded: ComponentType<MarkdownProps> | undefined;

/** Loads the renderer; what is shown after it has come is rendered at once. */
export async function loadMarkdown() {
  const renderer = await import('./markdown-view');
  Loaded = renderer.default;
  return renderer;
}

export function Markdown(props: MarkdownProps) {
  if (Loaded) return <Loaded {...props} />;
  // Markdown reads well as it is, so the text itself stands in until the renderer is there.
  return (
    <Suspense fallback={<div className={styles.plain}>{props.children}</div>}>
      <View {...props} />
    </Suspense>
  );
}
