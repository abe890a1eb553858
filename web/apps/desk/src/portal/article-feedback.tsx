/** “Was this helpful?”: one vote, which can be changed. Remembered so that a return shows it. */

import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { Button, errorMessage } from '../ui';
import styles from './article-page.module.css';
import { t } from './locales';

type Vote = boolean | null;

const storageKey = (articleId: string) => `frontdesk.vote.${articleId}`;

export function ArticleFeedback({ articleId }: { articleId: string }) {
  const { api } = useFrontdesk();
  const [vote, setVote] = useState<Vote>(() => readVote(articleId));
  const send = useMutation({
    mutationFn: (helpful: boolean) => api.faq.feedback(articleId, helpful),
    onMutate: (helpful) => {
      const before = vote;
      setVote(helpful);
      return { before };
    },
    onSuccess: (_, helpful) => keepVote(articleId, helpful),
    onError: (_error, _helpful, context) => setVote(context?.before ?? null),
  });
  return (
    <section className={styles.feedback} aria-label={t.feedback}>
      <span className={styles.question}>{t.wasThisHelpful}</span>
      <Button
        size="s"
        className={styles.answer}
        aria-pressed={vote === true}
        icon={<ThumbsUp size={15} aria-hidden />}
        onClick={() => send.mutate(true)}
      >
        {t.yes}
      </Button>
      <Button
        size="s"
        className={styles.answer}
        aria-pressed={vote === false}
        icon={<ThumbsDown size={15} aria-hidden />}
        onClick={() => send.mutate(false)}
      >
        {t.no}
      </Button>
      <p className={styles.thanks} role="status">
        {send.isError ? errorMessage(send.error) : null}
        {send.isSuccess ? (vote ? t.thanksHelped : t.thanksNotHelped) : null}
      </p>
    </section>
  );
}

function readVote(articleId: string): Vote {
  try {
    const kept = localStorage.getItem(storageKey(articleId));
    return kept === null ? null : kept === 'yes';
  } catch {
    return null;
  }
}

function keepVote(articleId: string, helpful: boolean): void {
  try {
    localStorage.setItem(storageKey(articleId), helpful ? 'yes' : 'no');
  } catch {
    // Without storage the vote still counts; only the mark is forgotten.
  }
}
