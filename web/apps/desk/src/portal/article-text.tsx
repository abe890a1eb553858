/**
 * An article's text and its table of contents. They come in a bundle of their own, with the
 * renderer of Markdown; a page that the server wrote stays in sight until it is there.
 */
import { type ComponentType, lazy, Suspense } from 'react';
import { Loading } from '../ui';
import type { ArticleTextProps } from './article-text-view';
import { t } from './locales';

const View = lazy(loadArticleText);
let Loaded: ComponentType<ArticleTextProps> | undefined;

/** Loads the renderer; what is shown afterwards is rendered at once. */
export async function loadArticleText() {
  const view = await import('./article-text-view');
  Loaded = view.default;
  return view;
}

export function ArticleText(props: ArticleTextProps) {
  if (Loaded) return <Loaded {...props} />;
  return (
    <Suspense fallback={<Loading label={t.loadingArticle} />}>
      <View {...props} />
    </Suspense>
  );
}
