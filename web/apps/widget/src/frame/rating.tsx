/** What somebody thought of a chat that is over, and its transcript by mail. */
import type { ChatSession } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { errorWords, useSurroundings } from './context';
import { StarIcon } from './icons';
import { Failure, Field } from './parts';

const COMMENT_MAX_CHARS = 2_000;

/** Only what is over, and somebody was there. */
export function ChatRating({ session }: { session: ChatSession }) {
  const { words, tell } = useSurroundings();
  const { api } = useFrontdesk();
  const { agentName, status, ticketNumber } = session;
  const [given, setGiven] = useState<number | null>(session.rating ?? null);
  const [score, setScore] = useState<number | null>(null);
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const id = useId();
  const thanks = useRef<HTMLParagraphElement>(null);
  const wasAsking = useRef(given === null);
  // The form that had the focus is gone.
  useEffect(() => {
    if (given !== null && wasAsking.current) thanks.current?.focus();
    wasAsking.current = given === null;
  }, [given]);
  if (status !== 'closed' || !agentName || typeof ticketNumber === 'number') return null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (score === null || busy) return;
    setBusy(true);
    setError(null);
    api.conversations
      .rate(session.id, { score, comment: comment.trim() || null })
      .then(() => {
        setGiven(score);
        tell({ type: 'csat', conversationId: session.id, score });
      }, setError)
      .finally(() => setBusy(false));
  };
  if (given !== null) {
    return (
      <p ref={thanks} className="rated" tabIndex={-1} role="status">
        {words.thanksForRating(words.scores[given - 1] ?? '')}
      </p>
    );
  }
  return (
    <form className="rating" onSubmit={submit}>
      <fieldset>
        <legend>{words.rateAsk(agentName)}</legend>
        <div className="stars">
          {words.scores.map((word, index) => (
            <label key={word} className="star" title={word}>
              <input
                type="radio"
                name={`${id}-score`}
                checked={score === index + 1}
                onChange={() => setScore(index + 1)}
              />
              <StarIcon full={score !== null && index < score} />
              <span className="hidden">{words.scoreOf(word, index + 1)}</span>
            </label>
          ))}
        </div>
        <p className="score-word" aria-hidden="true">
          {score === null ? '\u00a0' : words.scores[score - 1]}
        </p>
      </fieldset>
      {score === null ? null : (
        <>
          <Field id={`${id}-comment`} label={words.optional(words.commentLabel)}>
            {(described) => (
              <textarea
                {...described}
                className="input"
                rows={2}
                dir="auto"
                maxLength={COMMENT_MAX_CHARS}
                value={comment}
                onChange={(event) => setComment(event.currentTarget.value)}
              />
            )}
          </Field>
          {error ? <Failure error={error} /> : null}
          <button type="submit" className="button primary wide-button" aria-busy={busy}>
            {words.sendRating}
          </button>
        </>
      )}
    </form>
  );
}

/** For those who have an address, from a desk that sends mail. */
export function Transcript({ sessionId }: { sessionId: string }) {
  const { words, desk, person } = useSurroundings();
  const { api } = useFrontdesk();
  const [state, setState] = useState<{ busy: boolean; to: string | null; error: unknown }>({
    busy: false,
    to: null,
    error: null,
  });
  // The same until it succeeds: a repeat after a lost answer sends no second mail.
  const idempotencyKey = useRef(crypto.randomUUID());
  if (!desk.mail || person.email === null) return null;
  const send = () => {
    setState({ busy: true, to: null, error: null });
    api.conversations.sendTranscript(sessionId, { idempotencyKey: idempotencyKey.current }).then(
      ({ to }) => setState({ busy: false, to, error: null }),
      (error) => setState({ busy: false, to: null, error }),
    );
  };
  return (
    <>
      {state.to === null ? (
        <button type="button" className="button" aria-busy={state.busy} onClick={send}>
          {words.mailTranscript}
        </button>
      ) : null}
      <p className="transcript" role="status">
        {state.to === null ? '' : words.transcriptSent(state.to)}
        {state.error ? errorWords(words, state.error) : ''}
      </p>
    </>
  );
}
