// Articles: the list with its drafts, and what is open from it: an article, a new one, or the
// categories.

import { BookOpenText } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { ButtonLink, EmptyState } from '../../ui';
import { Panes } from '../shared/panes';
import { paths } from '../shared/paths';
import { ArticleList } from './article-list';
import { ArticlePane, NewArticlePane } from './article-pane';
import { CategoriesPane } from './categories-pane';
import { type ArticleFilters, articleFiltersOf, articleSearchOf } from './filters';

export function ArticlesPage() {
  const { id } = useParams();
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => articleFiltersOf(search), [search]);
  const setFilters = useCallback(
    (next: ArticleFilters) => setSearch(articleSearchOf(next), { replace: true }),
    [setSearch],
  );
  const suffix = search.size > 0 ? `?${search}` : '';
  const back = paths.articles + suffix;
  return (
    <Panes
      listLabel="Articles"
      detailLabel="Article"
      list={
        <ArticleList
          filters={filters}
          onFilters={setFilters}
          selected={id}
          linkTo={(articleId) => paths.article(articleId) + suffix}
        />
      }
      detail={id ? <OpenPane key={id} id={id} back={back} /> : null}
      empty={
        <EmptyState
          icon={<BookOpenText size={26} aria-hidden />}
          title="No article is open"
          action={
            <ButtonLink to={paths.newArticle} variant="primary">
              Write an article
            </ButtonLink>
          }
        >
          Choose one at the left to change it. What customers often ask is best answered here once.
        </EmptyState>
      }
    />
  );
}

function OpenPane({ id, back }: { id: string; back: string }) {
  if (id === 'categories') return <CategoriesPane back={back} />;
  if (id === 'new') return <NewArticlePane back={back} />;
  return <ArticlePane id={id} back={back} />;
}
