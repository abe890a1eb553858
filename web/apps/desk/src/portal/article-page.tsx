/** One article, and whether it helped. */

import { type Faq, FrontdeskError } from '@frontdesk/client';
import { ArrowLeft, Printer } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useDeskConfig } from '../session';
import { Badge, ErrorState, Loading, longDate, PageTitle, useDocumentTitle } from '../ui';
import { ArticleFeedback } from './article-feedback';
import styles from './article-page.module.css';
import { ArticleText, loadArticleText } from './article-text';
import { t } from './locales';
import { NeedHelp } from './need-help';
import { NotFoundPage } from './not-found-page';
import { categoryPath, searchPath } from './paths';
import { useArticle, useCategoryName } from './queries';

// Below the text: it may come after it.
const ArticleRelated = lazy(() => import('./article-related'));

export function ArticlePage() {
  const { slug = '' } = useParams();
  const article = useArticle(slug);
  useEffect(() => {
    // Beside the article itself, not after it.
    void loadArticleText().catch(() => {}); // Rendering asks again, and says so.
  }, []);
  if (article.isPending) return <Loading label={t.loadingArticle} />;
  if (article.isError) {
    if (article.error instanceof FrontdeskError && article.error.status === 404) {
      return <NotFoundPage title={t.noSuchArticle} text={t.noSuchArticleWhy} />;
    }
    return <ErrorState error={article.error} onRetry={() => void article.refetch()} />;
  }
  return <Article article={article.data} key={article.data.id} />;
}

function Article({ article }: { article: Faq }) {
  const { name } = useDeskConfig();
  const categoryName = useCategoryName();
  useDocumentTitle(article.question, name);
  return (
    <article className={styles.article}>
      <PageTitle
        back={
          <Link to={categoryPath(article.category)}>
            <ArrowLeft size={15} aria-hidden /> {categoryName(article.category)}
          </Link>
        }
        lead={
          <span className={styles.facts}>
            <span>
              {t.updated(<time dateTime={article.updatedAt}>{longDate(article.updatedAt)}</time>)}
            </span>
            <button type="button" className={styles.print} onClick={() => print()}>
              <Printer size={15} aria-hidden /> {t.print}
            </button>
          </span>
        }
      >
        {article.question}
      </PageTitle>
      <ArticleText text={article.answer} lang={article.language ?? undefined} />
      {article.tags.length > 0 ? (
        <ul className={styles.tags} aria-label={t.tags}>
          {article.tags.map((tag) => (
            <li key={tag}>
              <Link to={`${searchPath(tag)}&type=faq`}>
                <Badge>{tag}</Badge>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <div className={styles.after}>
        <ArticleFeedback articleId={article.id} />
        <Suspense fallback={null}>
          <ArticleRelated articleId={article.id} />
        </Suspense>
        <NeedHelp title={t.notWhatYouLookedFor} />
      </div>
    </article>
  );
}
