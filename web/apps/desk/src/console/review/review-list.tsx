// The list of what waits for a decision, or has been decided.

import type { Page, Review } from '@frontdesk/client';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { Link } from 'react-router';
import {
  Badge,
  ChoiceChips,
  classes,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  RelativeTime,
} from '../../ui';
import { LIST, ROW } from '../keyboard/list-focus';
import { PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import styles from './review.module.css';

export interface ReviewListProps {
  state: Review['state'];
  onState: (state: Review['state']) => void;
  list: UseInfiniteQueryResult<InfiniteData<Page<Review>>>;
  reviews: readonly Review[];
  selected: string | undefined;
}

const STATES: readonly { value: Review['state']; label: string }[] = [
  { value: 'pending', label: 'Waiting' },
  { value: 'approved', label: 'Approved' },
  { value: 'rejected', label: 'Rejected' },
];

export function ReviewList({ state, onState, list, reviews, selected }: ReviewListProps) {
  return (
    <>
      <PaneHead title="Review" level={selected ? 2 : 1} />
      <div className={styles.filters}>
        <ChoiceChips label="Which" options={STATES} value={state} onChange={onState} />
      </div>
      <div className={styles.scroll} {...LIST}>
        {list.isPending ? <Loading label="Loading the list" /> : null}
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && reviews.length === 0 ? <Nothing state={state} /> : null}
        <ul className={styles.rows}>
          {reviews.map((review) => (
            <li key={review.id}>
              <Link
                to={paths.review(review.id)}
                className={classes(styles.row, review.id === selected && styles.selected)}
                aria-current={review.id === selected ? 'true' : undefined}
                {...ROW}
              >
                <span className={styles.line}>
                  <span className={styles.sender}>{review.senderName}</span>
                  <RelativeTime time={review.createdAt} />
                </span>
                <span className={styles.excerpt}>{review.subject || review.content}</span>
                <span className={styles.line}>
                  <Badge tone={review.action === 'hold' ? 'warning' : 'info'}>
                    {review.action === 'hold' ? 'Held' : 'Flagged'}
                  </Badge>
                  <span className={styles.rule}>{review.rule}</span>
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

function Nothing({ state }: { state: Review['state'] }) {
  if (state !== 'pending') return <EmptyState title="Nothing yet" />;
  return (
    <EmptyState icon={<ShieldCheck size={26} aria-hidden />} title="Nothing to review">
      Messages that a rule holds or flags come here, at once.
    </EmptyState>
  );
}
