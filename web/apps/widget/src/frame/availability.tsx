/** Whether somebody answers now, in words. */
import type { Availability } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import type { Words } from '../i18n/words';
import { useSurroundings } from './context';
import { momentInWords } from './times';
import { type Loaded, useLoad } from './use-load';

/** How fresh “open” and “closed” are while somebody looks (milliseconds). */
const REFRESH_MS = 30_000;

export function useAvailability(topicId?: string): Loaded<Availability> {
  const { api } = useFrontdesk();
  const { visible } = useSurroundings();
  return useLoad(
    `availability ${topicId ?? ''}`,
    (signal) => api.availability.get({ topicId }, { signal }),
    visible ? REFRESH_MS : undefined,
  );
}

/** Why nobody answers, and until when. */
export function closedWords(words: Words, now: Availability): string {
  const { reason, holiday, opensAt } = now;
  const why =
    reason === 'nobody-there'
      ? words.nobodyThere
      : reason === 'holiday' && holiday
        ? words.closedFor(holiday)
        : words.closedNow;
  return opensAt ? `${why} ${words.opens(momentInWords(words, opensAt, Date.now()))}` : why;
}

/** One line: how long it takes, or why nobody is there. */
export function standingWords(words: Words, now: Availability): string | null {
  if (!now.open) return closedWords(words, now);
  const seconds = now.estimatedWaitSeconds;
  return typeof seconds === 'number' ? words.usualWait(seconds) : null;
}
