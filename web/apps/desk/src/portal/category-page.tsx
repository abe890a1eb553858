/** The articles of one topic. */

import { ArrowLeft, BookOpen } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useDeskConfig } from '../session';
import { EmptyState, ErrorState, Loading, LoadMore, PageTitle, useDocumentTitle } from '../ui';
import { ArticleRows, excerptOf } from './article-list';
import { NeedHelp } from './need-help';
import { NotFoundPage } from './not-found-page';
import { articlePath } from './paths';
import { useArticlesOf, useCategories } from './queries';
import { t as talk } from './talk/locales';

export default function CategoryPage() {
  const { slug = '' } = useParams();
  const categories = useCategories();
  const category = categories.data?.find((each) => each.slug === slug);
  if (categories.isPending) return <Loading />;
  if (categories.isError) {
    return <ErrorState error={categories.error} onRetry={() => void categories.refetch()} />;
  }
  if (!category) return <NotFoundPage title={talk.noSuchTopic} />;
  return <Articles slug={slug} title={category.name} description={category.description} />;
}

function Articles({
  slug,
  title,
  description,
}: {
  slug: string;
  title: string;
  description: string;
}) {
  const { name } = useDeskConfig();
  useDocumentTitle(title, name);
  const articles = useArticlesOf(slug);
  const items = articles.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageTitle
        lead={description}
        back={
          <Link to="/">
            <ArrowLeft size={15} aria-hidden /> {talk.allTopics}
          </Link>
        }
      >
        {title}
      </PageTitle>
      {articles.isPending ? <Loading /> : null}
      {articles.isError ? (
        <ErrorState error={articles.error} onRetry={() => void articles.refetch()} />
      ) : null}
      {articles.isSuccess && items.length === 0 ? (
        <EmptyState icon={<BookOpen size={26} aria-hidden />} title={talk.noArticlesYet}>
          {talk.noArticlesYetWhy}
        </EmptyState>
      ) : null}
      <ArticleRows
        label={talk.articlesAbout(title)}
        rows={items.map((article) => ({
          id: article.id,
          to: articlePath(article.slug),
          title: article.question,
          excerpt: excerptOf(article.answer),
        }))}
      />
      <LoadMore
        hasMore={articles.hasNextPage}
        loading={articles.isFetchingNextPage}
        onLoad={() => void articles.fetchNextPage()}
      />
      <div style={{ marginTop: 'var(--s-10)' }}>
        <NeedHelp />
      </div>
    </>
  );
}
