// Queries with what came of them, and one click from each to an article or a synonym that helps.

import type { QueryStats } from '@frontdesk/client';
import { Equal, FilePlus2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button, ButtonLink, EmptyState, LoadMore } from '../../../ui';
import { BarLine } from '../../../ui/charts/bar-chart';
import { useConsole } from '../../shared/console-context';
import { paths } from '../../shared/paths';
import { SynonymDialog } from '../synonyms/synonym-dialog';
import { queryWords, titleOf } from './analytics';
import styles from './search.module.css';

const SHOWN = 20;

export interface QueryListProps {
  label: string;
  queries: readonly QueryStats[];
  /** In place of the list. */
  none: string;
}

export function QueryList({ label, queries, none }: QueryListProps) {
  const { me } = useConsole();
  const [all, setAll] = useState(false);
  const [synonymFor, setSynonymFor] = useState<string | null>(null);
  if (queries.length === 0) return <EmptyState title={none} />;
  const most = Math.max(...queries.map(({ searches }) => searches));
  const shown = all ? queries : queries.slice(0, SHOWN);
  return (
    <>
      <ul className={styles.rows} aria-label={label}>
        {shown.map((stats) => (
          <li key={stats.query} className={styles.row}>
            <div className={styles.words}>
              <Link className={styles.query} to={paths.search(stats.query)}>
                {stats.query}
              </Link>
              <p className={styles.note}>{queryWords(stats)}</p>
              <BarLine share={stats.searches / most} />
            </div>
            <div className={styles.actions}>
              <ButtonLink
                size="s"
                icon={<FilePlus2 size={15} aria-hidden />}
                aria-label={`Write an article for “${stats.query}”`}
                to={paths.newArticle}
                state={{ question: titleOf(stats.query) }}
              >
                Article
              </ButtonLink>
              {me.role === 'admin' ? (
                <Button
                  size="s"
                  icon={<Equal size={15} aria-hidden />}
                  aria-label={`Add a synonym for “${stats.query}”`}
                  onClick={() => setSynonymFor(stats.query)}
                >
                  Synonym
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <LoadMore
        hasMore={shown.length < queries.length}
        loading={false}
        onLoad={() => setAll(true)}
      />
      {synonymFor === null ? null : (
        <SynonymDialog synonym={null} from={synonymFor} onClose={() => setSynonymFor(null)} />
      )}
    </>
  );
}
