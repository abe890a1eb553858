// One message that moderation has held or flagged, with what is needed to decide about it.

import { FrontdeskError, type Review } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import {
  AttachmentList,
  Badge,
  Button,
  ButtonLink,
  errorMessage,
  Notice,
  RelativeTime,
  TextField,
  useToast,
} from '../../ui';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import { useAttempt } from '../shared/use-attempt';
import { Around } from './around';
import styles from './review.module.css';
import { placeOf, reasonInWords } from './reviews';

export interface ReviewPaneProps {
  review: Review;
  /** It is on the screen. */
  onOpen: () => void;
  onDecided: (review: Review) => void;
}

const REASON_MAX_CHARS = 500;

export function ReviewPane({ review, onOpen, onDecided }: ReviewPaneProps) {
  const place = placeOf(review);
  const opened = useRef(onOpen);
  useEffect(() => opened.current(), []);
  return (
    <>
      <PaneHead
        title={review.senderName}
        back={paths.reviews}
        sub={
          <>
            <Badge tone={review.action === 'hold' ? 'warning' : 'info'}>
              {review.action === 'hold' ? 'Held' : 'Flagged'}
            </Badge>
            <span>by “{review.rule}”</span>
            <RelativeTime time={review.createdAt} />
          </>
        }
        actions={
          place ? (
            <ButtonLink size="s" to={place.to}>
              {place.words}
            </ButtonLink>
          ) : null
        }
      />
      <div className={styles.detail}>
        <p className={styles.why}>{reasonInWords(review)}</p>
        <Around review={review}>
          <article className={styles.message} aria-label="Message">
            {review.subject ? <h2 className={styles.subject}>{review.subject}</h2> : null}
            <p className={styles.content}>{review.content}</p>
            {review.files.length > 0 ? <AttachmentList files={review.files} /> : null}
          </article>
        </Around>
        {review.state === 'pending' ? (
          <Deciding review={review} onDecided={onDecided} />
        ) : (
          <Decided review={review} />
        )}
      </div>
    </>
  );
}

function Deciding({ review, onDecided }: Pick<ReviewPaneProps, 'review' | 'onDecided'>) {
  const { api } = useFrontdesk();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const attempt = useAttempt();
  const decide = useMutation({
    mutationFn: (how: 'approve' | 'reject') => {
      return attempt(`${how} ${reason}`, (idempotencyKey) =>
        how === 'approve'
          ? api.moderation.approve(review.id, { idempotencyKey })
          : api.moderation.reject(review.id, reason.trim() || undefined, { idempotencyKey }),
      );
    },
    onSuccess: (decided) => {
      toast({
        title: decided.state === 'approved' ? 'Approved' : 'Rejected',
        text: `The message of ${review.senderName}`,
      });
      onDecided(decided);
    },
  });
  const run = (how: 'approve' | 'reject') => {
    if (!decide.isPending) decide.mutate(how);
  };
  useShortcuts({ approve: () => run('approve'), reject: () => run('reject') });
  const wasFaster = decide.error instanceof FrontdeskError && decide.error.code === 'conflict';
  const isHeld = review.action === 'hold';
  return (
    <div className={styles.decision}>
      {isHeld ? (
        <TextField
          label="Reason for a rejection (optional)"
          hint={`${review.senderName} is told. Without one they get a general sentence.`}
          maxLength={REASON_MAX_CHARS}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      {decide.isError ? (
        <Notice
          tone={wasFaster ? 'warning' : 'danger'}
          live
          action={
            wasFaster ? (
              <Button size="s" onClick={() => onDecided(review)}>
                Go on
              </Button>
            ) : undefined
          }
        >
          {errorMessage(decide.error)}
        </Notice>
      ) : null}
      <div className={styles.buttons}>
        <Button
          variant="primary"
          icon={<Check size={16} aria-hidden />}
          busy={decide.isPending && decide.variables === 'approve'}
          aria-keyshortcuts="y"
          onClick={() => run('approve')}
        >
          {isHeld ? 'Approve and deliver' : 'Approve'} <kbd className={styles.key}>y</kbd>
        </Button>
        <Button
          variant="danger"
          icon={<X size={16} aria-hidden />}
          busy={decide.isPending && decide.variables === 'reject'}
          aria-keyshortcuts="d"
          onClick={() => run('reject')}
        >
          Reject <kbd className={styles.key}>d</kbd>
        </Button>
      </div>
      {isHeld ? null : (
        <p className={styles.why}>
          It is delivered already and stays in its conversation; your decision takes it off this
          list and is kept in the audit log.
        </p>
      )}
    </div>
  );
}

function Decided({ review }: { review: Review }) {
  return (
    <Notice tone={review.state === 'approved' ? 'success' : 'warning'}>
      {review.state === 'approved' ? 'Approved' : 'Rejected'}
      {review.decidedByName ? ` by ${review.decidedByName}` : null}{' '}
      {review.decidedAt ? <RelativeTime time={review.decidedAt} /> : null}
      {review.reason ? `: ${review.reason}` : null}
    </Notice>
  );
}
