/** Articles like the one that was read. Nothing where there are none, or where they don't come. */
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { pageData } from '../page-data';
import styles from './article-page.module.css';
import { t } from './locales';
import { articlePath } from './paths';

export default function ArticleRelated({ articleId }: { articleId: string }) {
  const { api } = useFrontdesk();
  const { data: related = [] } = useQuery({
    queryKey: ['article-related', articleId],
    queryFn: ({ signal }) => api.faq.related(articleId, { signal }),
    initialData: pageData.article?.id === articleId ? pageData.related : undefined,
    staleTime: 5 * 60_000,
  });
  if (related.length === 0) return null;
  return (
    <section className={styles.related} aria-labelledby="related">
      <h2 id="related">{t.relatedArticles}</h2>
      <ul className={styles.relatedList}>
        {related.map(({ id, slug, question, language }) => (
          <li key={id}>
            <Link to={articlePath(slug)} dir="auto" lang={language ?? undefined}>
              {question}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
