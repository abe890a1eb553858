/** Search results, with filters; everything that was asked for stands in the address. */
import type { FaqHit, TicketHit } from '@frontdesk/client';
import { SearchX, Ticket } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useDeskConfig, useSession } from '../session';
import {
  ButtonLink,
  ChoiceChips,
  EmptyState,
  ErrorState,
  Highlighted,
  Loading,
  LoadMore,
  PageTitle,
  plural,
  RelativeTime,
  Select,
  StatusPill,
  useDocumentTitle,
} from '../ui';
import { type ArticleRow, ArticleRows } from './article-list';
import { HelpSearch } from './help-search';
import { articlePath, searchPath, ticketPath } from './paths';
import {
  MIN_QUERY_CHARS,
  type SearchFilters,
  useCategories,
  useCategoryName,
  useSearch,
  useSuggestions,
} from './queries';
import styles from './search-page.module.css';

const TYPES = [
  { value: 'all', label: 'Everything' },
  { value: 'faq', label: 'Articles' },
  { value: 'tickets', label: 'My tickets' },
] as const;

function readFilters(params: URLSearchParams): SearchFilters {
  const type = TYPES.find((each) => each.value === params.get('type'))?.value ?? 'all';
  return { q: params.get('q') ?? '', type, category: params.get('category') ?? '' };
}

export default function SearchPage() {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const { name } = useDeskConfig();
  useDocumentTitle('Search', name);

  const change = (part: Partial<SearchFilters>, { replace } = { replace: true }) => {
    const next = { ...filters, ...part };
    const entries = Object.entries(next).filter(([key, value]) =>
      key === 'type' ? value !== 'all' : value !== '',
    );
    setParams(new URLSearchParams(entries), { replace });
  };

  return (
    <>
      <PageTitle>Search</PageTitle>
      <HelpSearch
        size="l"
        label="Search"
        query={filters.q}
        onSearch={(q) => change({ q }, { replace: false })}
      />
      <Filters filters={filters} onChange={change} />
      <Results filters={filters} />
    </>
  );
}

function Filters({
  filters,
  onChange,
}: {
  filters: SearchFilters;
  onChange: (part: Partial<SearchFilters>) => void;
}) {
  const { signedIn } = useSession();
  const categories = useCategories();
  return (
    <div className={styles.filters}>
      {signedIn ? (
        <ChoiceChips
          label="Look in"
          options={TYPES}
          value={filters.type}
          onChange={(type) => onChange({ type })}
        />
      ) : null}
      <Select
        className={styles.category}
        size="s"
        label="Topic"
        hideLabel
        value={filters.category}
        onChange={(category) => onChange({ category })}
        options={[
          { value: '', label: 'All topics' },
          ...(categories.data ?? []).map((each) => ({ value: each.slug, label: each.name })),
        ]}
      />
    </div>
  );
}

function Results({ filters }: { filters: SearchFilters }) {
  const search = useSearch(filters);
  const categoryName = useCategoryName();
  if ([...filters.q.trim()].length < MIN_QUERY_CHARS) {
    return <p className={styles.hint}>Type at least two letters.</p>;
  }
  if (search.isPending) return <Loading label="Searching" />;
  if (search.isError) {
    return <ErrorState error={search.error} onRetry={() => void search.refetch()} />;
  }
  const articles = search.data.pages.flatMap((page) => page.faq);
  const tickets = search.data.pages.flatMap((page) => page.tickets);
  const total = articles.length + tickets.length;
  if (total === 0 && !search.isPlaceholderData) return <NothingFound q={filters.q} />;
  const more = search.hasNextPage;
  return (
    <div className={styles.results} aria-busy={search.isPlaceholderData}>
      <p className={styles.count} role="status">
        {more ? `The first ${plural(total, 'result')}` : plural(total, 'result')}
      </p>
      {articles.length > 0 ? (
        <section aria-labelledby="found-articles">
          {tickets.length > 0 ? (
            <h2 className={styles.heading} id="found-articles">
              Articles
            </h2>
          ) : null}
          <ArticleRows
            label="Articles found"
            rows={articles.map((hit) => articleRow(hit, categoryName))}
          />
        </section>
      ) : null}
      {tickets.length > 0 ? (
        <section aria-labelledby="found-tickets">
          <h2 className={styles.heading} id="found-tickets">
            My tickets
          </h2>
          <ArticleRows label="Tickets found" rows={tickets.map(ticketRow)} />
        </section>
      ) : null}
      <LoadMore
        hasMore={more}
        loading={search.isFetchingNextPage}
        onLoad={() => void search.fetchNextPage()}
      />
    </div>
  );
}

function articleRow(hit: FaqHit, categoryName: (slug: string) => string): ArticleRow {
  return {
    id: hit.id,
    to: articlePath(hit.slug),
    title: <Highlighted html={hit.highlight.title} />,
    excerpt: <Highlighted markdown html={hit.highlight.body} />,
    meta: categoryName(hit.category),
  };
}

function ticketRow(hit: TicketHit): ArticleRow {
  return {
    id: hit.id,
    to: ticketPath(hit.id),
    icon: <Ticket size={18} aria-hidden />,
    title: (
      <>
        #{hit.number} <Highlighted html={hit.highlight.title} />
      </>
    ),
    excerpt: <Highlighted html={hit.highlight.body} />,
    meta: (
      <>
        <StatusPill status={hit.status} />
        <RelativeTime time={hit.updatedAt} />
      </>
    ),
  };
}

function NothingFound({ q }: { q: string }) {
  const meant = useSuggestions(q).data?.didYouMean;
  return (
    <EmptyState
      icon={<SearchX size={26} aria-hidden />}
      title={`Nothing found for “${q.trim()}”`}
      action={
        <>
          <ButtonLink to="/chat" variant="primary">
            Chat with us
          </ButtonLink>
          <ButtonLink to="/contact">Write to us</ButtonLink>
        </>
      }
    >
      {meant ? (
        <p>
          Did you mean <Link to={searchPath(meant)}>{meant}</Link>?
        </p>
      ) : (
        <p>Try other or fewer words, or ask us.</p>
      )}
    </EmptyState>
  );
}
