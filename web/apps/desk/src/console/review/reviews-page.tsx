// What moderation has held or flagged: the list, and the one that is decided about. Approving and
// rejecting go on to the next one, so that a list is worked off by keyboard alone.

import type { Review } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { EmptyState, Loading } from '../../ui';
import { Panes } from '../shared/panes';
import { paths } from '../shared/paths';
import { keys } from '../shared/queries';
import { ReviewList } from './review-list';
import { ReviewPane } from './review-pane';
import { nextAfter } from './reviews';

const LIST_PAGE = 50;

export function ReviewsPage() {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { id } = useParams();
  const { pendingReviews } = useAgentDesk();
  const [state, setState] = useState<Review['state']>('pending');
  const list = useInfiniteQuery({
    queryKey: [...keys.reviews, state],
    queryFn: ({ pageParam, signal }) =>
      api.moderation.reviews({ state, cursor: pageParam, limit: LIST_PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number is the signal
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: keys.reviews });
  }, [pendingReviews, queries]);

  const reviews = list.data?.pages.flatMap((page) => page.items) ?? [];
  // One that was decided a moment ago stays open until another one is chosen.
  const [last, setLast] = useState<Review | null>(null);
  const listed = reviews.find((review) => review.id === id);
  const open = listed ?? (last?.id === id ? last : undefined);

  function decided(review: Review) {
    const next = nextAfter(reviews, review.id);
    setLast(review);
    void queries.invalidateQueries({ queryKey: keys.reviews });
    void navigate(next ? paths.review(next.id) : paths.reviews, { replace: true });
  }

  return (
    <Panes
      listLabel="Messages to review"
      detailLabel={open ? `Message of ${open.senderName}` : 'Message'}
      list={
        <ReviewList
          state={state}
          onState={(next) => {
            setState(next);
            if (id) void navigate(paths.reviews, { replace: true });
          }}
          list={list}
          reviews={reviews}
          selected={id}
        />
      }
      detail={
        open ? (
          <ReviewPane
            key={open.id}
            review={open}
            onOpen={() => listed && setLast(listed)}
            onDecided={decided}
          />
        ) : id ? (
          list.isPending ? (
            <Loading label="Loading the message" />
          ) : (
            <EmptyState title="It is not on this list">
              Somebody may have decided about it meanwhile.
            </EmptyState>
          )
        ) : null
      }
      empty={
        <EmptyState icon={<ShieldCheck size={26} aria-hidden />} title="Choose a message">
          <kbd>j</kbd> and <kbd>k</kbd> move in the list, <kbd>y</kbd> approves, <kbd>d</kbd>{' '}
          rejects.
        </EmptyState>
      }
    />
  );
}
