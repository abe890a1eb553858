/** The help centre's front page: search, topics, what is read most. */

import type { Category, Faq } from '@frontdesk/client';
import { Link } from 'react-router';
import { useDeskConfig } from '../session';
import { ErrorState, Loading, useDocumentTitle } from '../ui';
import { HelpSearch } from './help-search';
import styles from './home-page.module.css';
import { t } from './locales';
import { NeedHelp } from './need-help';
import { articlePath, categoryPath } from './paths';
import { useCategories, usePopularArticles } from './queries';

export function HomePage() {
  const { name } = useDeskConfig();
  useDocumentTitle(name);
  const categories = useCategories();
  const popular = usePopularArticles();
  return (
    <>
      <section className={styles.hero}>
        <h1 className={styles.title} tabIndex={-1} data-page-title>
          {t.whatCanWeHelp}
        </h1>
        <HelpSearch size="l" />
      </section>

      <section className={styles.section} aria-labelledby="topics">
        <h2 id="topics" className={styles.heading}>
          {t.browseByTopic}
        </h2>
        {categories.isPending ? <Loading label={t.loadingTopics} /> : null}
        {categories.isError ? (
          <ErrorState error={categories.error} onRetry={() => void categories.refetch()} />
        ) : null}
        <ul className={styles.topics}>
          {categories.data?.map((category) => (
            <Topic key={category.id} category={category} />
          ))}
        </ul>
      </section>

      {popular.data && popular.data.length > 0 ? (
        <section className={styles.section} aria-labelledby="popular">
          <h2 id="popular" className={styles.heading}>
            {t.readMostOften}
          </h2>
          <ol className={styles.popular}>
            {popular.data.map((article) => (
              <PopularArticle key={article.id} article={article} />
            ))}
          </ol>
        </section>
      ) : null}

      <NeedHelp />
    </>
  );
}

function Topic({ category }: { category: Category }) {
  return (
    <li className={styles.topic}>
      <h3>
        <Link to={categoryPath(category.slug)} dir="auto">
          {category.name}
        </Link>
      </h3>
      {category.description ? (
        <p>
          <bdi>{category.description}</bdi>
        </p>
      ) : null}
      <p className={styles.count}>{t.articles(category.articleCount)}</p>
    </li>
  );
}

function PopularArticle({ article }: { article: Faq }) {
  return (
    <li>
      <Link to={articlePath(article.slug)} dir="auto">
        {article.question}
      </Link>
    </li>
  );
}
