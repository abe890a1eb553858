/** What somebody thought of a chat, once it is over: one to five, and words if they like. */

import type { ChatSession } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Star } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button, errorMessage, Notice, TextArea } from '../ui';
import styles from './chat-rating.module.css';
import { keys } from './queries';
import { t as talk } from './talk/locales';

const MAX_SCORE = 5;
const COMMENT_MAX_CHARS = 2_000;

export function ChatRating({ session }: { session: ChatSession }) {
  const given = session.rating ?? null;
  const [changing, setChanging] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const wasChanging = useRef(false);
  // The form that had the focus is gone.
  useEffect(() => {
    if (wasChanging.current && given !== null && !changing) change.current?.focus();
    wasChanging.current = changing || given === null;
  }, [given, changing]);

  if (given === null || changing) {
    return <RatingForm session={session} onDone={() => setChanging(false)} />;
  }
  return (
    <div className={styles.given}>
      <p role="status">
        {talk.thanksRated(
          <span className={styles.score}>
            <Stars score={given} /> {talk.scores[given - 1]} ({talk.scoreOf(given, MAX_SCORE)})
          </span>,
        )}
      </p>
      {session.ratingComment ? <p className={styles.comment}>“{session.ratingComment}”</p> : null}
      <Button ref={change} size="s" variant="ghost" onClick={() => setChanging(true)}>
        {talk.changeRating}
      </Button>
    </div>
  );
}

function RatingForm({ session, onDone }: { session: ChatSession; onDone: () => void }) {
  const [score, setScore] = useState(session.rating ?? null);
  const [comment, setComment] = useState(session.ratingComment ?? '');
  const rate = useRate(session, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (score !== null && !rate.isPending) rate.mutate({ score, comment: comment.trim() || null });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <ScoreChoice
        label={session.agentName ? talk.howWasChatWith(session.agentName) : talk.howWasIt}
        value={score}
        onChange={setScore}
      />
      {score === null ? null : (
        <>
          <TextArea
            label={talk.anythingToAdd}
            name="comment"
            rows={2}
            maxLength={COMMENT_MAX_CHARS}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          {rate.isError ? (
            <Notice tone="danger" live>
              {errorMessage(rate.error)}
            </Notice>
          ) : null}
          <div className={styles.actions}>
            <Button type="submit" size="s" variant="primary" busy={rate.isPending}>
              {talk.sendTheRating}
            </Button>
            {session.rating ? (
              <Button size="s" onClick={onDone}>
                {talk.cancel}
              </Button>
            ) : null}
          </div>
        </>
      )}
    </form>
  );
}

interface ScoreChoiceProps {
  label: string;
  value: number | null;
  onChange: (score: number) => void;
}

/** Real radio buttons that look like stars. */
function ScoreChoice({ label, value, onChange }: ScoreChoiceProps) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.legend}>{label}</legend>
      <div className={styles.stars}>
        {talk.scores.map((word, index) => {
          const score = index + 1;
          return (
            <label key={word} className={styles.star} title={word}>
              <input
                type="radio"
                className={styles.radio}
                name={name}
                value={score}
                checked={value === score}
                onChange={() => onChange(score)}
              />
              <Star
                size={24}
                aria-hidden
                fill={value !== null && score <= value ? 'currentColor' : 'none'}
              />
              <span className="visually-hidden">
                {word}, {talk.scoreOf(score, MAX_SCORE)}
              </span>
            </label>
          );
        })}
        <span className={styles.word} aria-hidden>
          {value === null ? '' : talk.scores[value - 1]}
        </span>
      </div>
    </fieldset>
  );
}

function Stars({ score }: { score: number }) {
  return (
    <span aria-hidden className={styles.shown}>
      {talk.scores.map((word, index) => (
        <Star key={word} size={14} fill={index < score ? 'currentColor' : 'none'} />
      ))}
    </span>
  );
}

function useRate(session: ChatSession, onDone: () => void) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rating: { score: number; comment: string | null }) =>
      api.conversations.rate(session.id, rating),
    onSuccess: ({ rating, ratingComment }) => {
      queries.setQueryData<ChatSession>([...keys.sessions, session.id], (before) =>
        before ? { ...before, rating, ratingComment } : before,
      );
      onDone();
    },
  });
}
