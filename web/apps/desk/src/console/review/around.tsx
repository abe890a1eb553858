// What was said around a message under review: before it and after it, quieter than the message
// itself.

import type { ChatMessage, Review } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AttachmentList, Button, RelativeTime } from '../../ui';
import { keys } from '../shared/queries';
import styles from './review.module.css';

/** Puts the neighbours around the message that is `children`. */
export function Around({ review, children }: { review: Review; children: ReactNode }) {
  const { api } = useFrontdesk();
  const { data, isError, refetch } = useQuery({
    // What was approved has its own place in the conversation from then on.
    queryKey: [...keys.review(review.id), review.state],
    queryFn: ({ signal }) => api.moderation.review(review.id, { signal }),
  });
  const { before = [], after = [] } = data?.context ?? {};
  return (
    <>
      <Neighbours label="Said before" messages={before} />
      {children}
      <Neighbours label="Said after" messages={after} />
      {isError ? (
        <p className={styles.why} role="alert">
          What was said around it did not load.{' '}
          <Button size="s" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      ) : null}
    </>
  );
}

function Neighbours({ label, messages }: { label: string; messages: readonly ChatMessage[] }) {
  if (messages.length === 0) return null;
  return (
    <ol className={styles.around} aria-label={label}>
      {messages.map(({ id, senderName, sender, timestamp, content, files }) => (
        <li key={id} data-sender={sender}>
          <p className={styles.line}>
            <span className={styles.neighbour}>{senderName}</span>
            <RelativeTime time={timestamp} />
          </p>
          {content ? <p className={styles.content}>{content}</p> : null}
          {files.length > 0 ? <AttachmentList files={files} /> : null}
        </li>
      ))}
    </ol>
  );
}
