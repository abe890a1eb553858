// How a customer rated a conversation, as stars and in words.

import { Star } from 'lucide-react';
import styles from './rating.module.css';

const BEST = 5;

export interface RatingProps {
  score: number;
  comment?: string | null;
}

export function Rating({ score, comment }: RatingProps) {
  return (
    <span className={styles.rating}>
      <span className={styles.stars} aria-hidden="true">
        {Array.from({ length: BEST }, (_, index) => (
          <Star
            // biome-ignore lint/suspicious/noArrayIndexKey: the stars never move
            key={index}
            size={14}
            fill={index < score ? 'currentColor' : 'none'}
          />
        ))}
      </span>
      <span>
        {score} of {BEST}
      </span>
      {comment ? <q className={styles.comment}>{comment}</q> : null}
    </span>
  );
}
