// What completes and answers a query while it is typed. Every change of the text is asked about at
// once; an answer is shown unless a newer one is there already.

import { type FrontdeskError, type Suggestions, toFrontdeskError } from '@frontdesk/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFrontdesk } from './context';

/** Characters that the server wants at least. */
export const SEARCH_MIN_CHARS = 2;
/** Questions under way at a time; on a slow line the oldest is given up. */
const MAX_UNDER_WAY = 4;

export interface AsTyped<Answer> {
  /** Of `text`; null until the first one, and while there is too little to ask about. */
  answer: Answer | null;
  /** What the answer is about. It may be a little behind of what is in the field. */
  text: string;
  /** A newer answer is under way. */
  loading: boolean;
  error: FrontdeskError | null;
}

export type Ask<Answer> = (text: string, signal: AbortSignal) => Promise<Answer>;

const NOTHING = { answer: null, text: '', error: null };

/** Asks about a text each time that it changes. `ask` must be the same from render to render. */
export function useAsTyped<Answer>(text: string, ask: Ask<Answer>): AsTyped<Answer> {
  const wanted = text.trim();
  const isLongEnough = [...wanted].length >= SEARCH_MIN_CHARS;
  const [shown, setShown] = useState<Omit<AsTyped<Answer>, 'loading'>>(NOTHING);
  const underWay = useRef(new Map<number, AbortController>());
  const last = useRef(0);

  useEffect(() => {
    if (!isLongEnough) {
      for (const controller of underWay.current.values()) controller.abort();
      underWay.current.clear();
      setShown(NOTHING);
      return;
    }
    last.current += 1;
    const number = last.current;
    const controller = new AbortController();
    underWay.current.set(number, controller);
    const excess = underWay.current.size - MAX_UNDER_WAY;
    giveUp(underWay.current, (_number, place) => place < excess);

    const show = (answer: Answer | null, error: FrontdeskError | null) => {
      // It was given up: a newer answer is shown, or nothing is wanted any more.
      if (!underWay.current.delete(number)) return;
      giveUp(underWay.current, (other) => other < number);
      setShown({ answer, text: wanted, error });
    };
    ask(wanted, controller.signal).then(
      (answer) => show(answer, null),
      (thrown) => show(null, toFrontdeskError(thrown)),
    );
  }, [wanted, isLongEnough, ask]);

  useEffect(
    () => () => {
      for (const controller of underWay.current.values()) controller.abort();
      underWay.current.clear();
    },
    [],
  );

  return { ...shown, loading: isLongEnough && shown.text !== wanted };
}

function giveUp(
  underWay: Map<number, AbortController>,
  which: (number: number, place: number) => boolean,
): void {
  for (const [place, [number, controller]] of [...underWay].entries()) {
    if (!which(number, place)) continue;
    underWay.delete(number);
    controller.abort();
  }
}

/** Completions, corrections and the best articles for what has been typed so far. */
export function useSearchSuggestions(text: string): AsTyped<Suggestions> {
  const { api } = useFrontdesk();
  const ask = useCallback<Ask<Suggestions>>(
    (q, signal) => api.search.suggest(q, { signal }),
    [api],
  );
  return useAsTyped(text, ask);
}
