// The list of articles, published or not.

import { useFrontdesk, useSnapshot } from '@frontdesk/react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { FolderTree, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import {
  Badge,
  ButtonLink,
  Checkbox,
  classes,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  RelativeTime,
  SearchBox,
  Select,
} from '../../ui';
import { LIST, ROW } from '../keyboard/list-focus';
import { singleKeys } from '../keyboard/single-keys';
import { useShowSelected } from '../keyboard/use-show-selected';
import { PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import { keys, useCategories } from '../shared/queries';
import styles from './article-list.module.css';
import { type ArticleFilters, articleQueryOf } from './filters';

export interface ArticleListProps {
  filters: ArticleFilters;
  onFilters: (filters: ArticleFilters) => void;
  selected?: string;
  linkTo: (id: string) => string;
}

const LIST_PAGE = 50;

export function ArticleList({ filters, onFilters, selected, linkTo }: ArticleListProps) {
  const { api } = useFrontdesk();
  const query = articleQueryOf(filters);
  const list = useInfiniteQuery({
    queryKey: [...keys.articles, query],
    queryFn: ({ pageParam, signal }) =>
      api.faq.list({ ...query, cursor: pageParam, limit: LIST_PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const categories = useCategories();
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const articles = filters.drafts ? all.filter((article) => !article.isPublished) : all;
  const rows = useShowSelected<HTMLUListElement>(selected, articles.length > 0);
  const nameOf = (slug: string) =>
    categories.data?.find((category) => category.slug === slug)?.name ?? slug;

  return (
    <>
      <PaneHead
        title="Articles"
        level={selected ? 2 : 1}
        actions={
          <>
            <ButtonLink
              to={paths.categories}
              size="s"
              variant="ghost"
              icon={<FolderTree size={15} aria-hidden />}
            >
              Categories
            </ButtonLink>
            <ButtonLink to={paths.newArticle} size="s" icon={<Plus size={15} aria-hidden />}>
              New
            </ButtonLink>
          </>
        }
      />
      <Filters filters={filters} onFilters={onFilters} />
      <div className={styles.scroll} {...LIST}>
        {list.isPending ? <Loading label="Loading articles" /> : null}
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && articles.length === 0 && !list.hasNextPage ? (
          <NoArticles filters={filters} />
        ) : null}
        <ul ref={rows} className={classes(styles.rows, list.isPlaceholderData && styles.stale)}>
          {articles.map((article) => (
            <li key={article.id}>
              <Link
                to={linkTo(article.id)}
                className={classes(styles.row, article.id === selected && styles.selected)}
                aria-current={article.id === selected ? 'true' : undefined}
                {...ROW}
              >
                <span className={styles.title}>{article.question}</span>
                <span className={styles.line}>
                  {article.isPublished ? null : <Badge tone="warning">Draft</Badge>}
                  <span>{nameOf(article.category)}</span>
                  <RelativeTime time={article.updatedAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
        <LoadMore
          hasMore={list.hasNextPage}
          loading={list.isFetchingNextPage}
          onLoad={() => void list.fetchNextPage()}
          auto
        />
      </div>
    </>
  );
}

/** The list follows the words this long after the last keystroke. */
const PAUSE_MS = 250;

function Filters({ filters, onFilters }: Pick<ArticleListProps, 'filters' | 'onFilters'>) {
  const categories = useCategories();
  const { on } = useSnapshot(singleKeys);
  const [typed, setTyped] = useState(filters.text);
  const current = useRef({ filters, onFilters });
  useEffect(() => {
    current.current = { filters, onFilters };
  });
  useEffect(() => {
    const { filters: now, onFilters: report } = current.current;
    if (typed.trim() === now.text) return;
    const timer = setTimeout(() => report({ ...now, text: typed.trim() }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className={styles.filters}>
      <SearchBox
        label="Search articles"
        placeholder="Search articles"
        value={typed}
        onChange={setTyped}
        slash={on}
      />
      <div className={styles.filterRow}>
        <Select
          className={styles.category}
          label="Category"
          hideLabel
          size="s"
          value={filters.category}
          onChange={(category) => onFilters({ ...filters, category })}
          options={[
            { value: '', label: 'Any category' },
            ...(categories.data ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
        <Checkbox
          label="Drafts only"
          checked={filters.drafts}
          onChange={(drafts) => onFilters({ ...filters, drafts })}
        />
      </div>
    </div>
  );
}

function NoArticles({ filters }: { filters: ArticleFilters }) {
  if (filters.text || filters.category) {
    return <EmptyState title="Nothing fits">Try other words, or another category.</EmptyState>;
  }
  if (filters.drafts) {
    return <EmptyState title="No drafts">Everything that is written is published.</EmptyState>;
  }
  return (
    <EmptyState
      title="No articles yet"
      action={
        <ButtonLink to={paths.newArticle} variant="primary">
          Write the first
        </ButtonLink>
      }
    >
      Articles answer in the help centre what customers would otherwise have to ask.
    </EmptyState>
  );
}
