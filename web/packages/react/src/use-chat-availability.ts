// Whether somebody would answer a chat now, and what is asked before one.

import type { Availability, FrontdeskError, PreChatForm } from '@frontdesk/client';
import { toFrontdeskError } from '@frontdesk/client';
import { useCallback, useEffect, useState } from 'react';
import { useFrontdesk } from './context';

/** How often the answer is made fresh while the page is looked at (milliseconds). */
const REFRESH_MS = 60_000;

export interface UseChatAvailability {
  /** Null until it is known. */
  availability: Availability | null;
  loading: boolean;
  error: FrontdeskError | null;
  refresh(): void;
}

/** @param topicId of the pre-chat form: its team's hours and agents count. */
export function useChatAvailability(topicId?: string): UseChatAvailability {
  const { api } = useFrontdesk();
  const load = useCallback(() => api.availability.get({ topicId }), [api, topicId]);
  const { value, ...rest } = useLoaded(load);
  const { refresh } = rest;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return { availability: value, ...rest };
}

export interface UsePreChatForm {
  /** Null until it is known. */
  form: PreChatForm | null;
  loading: boolean;
  error: FrontdeskError | null;
  refresh(): void;
}

export function usePreChatForm(): UsePreChatForm {
  const { api } = useFrontdesk();
  const load = useCallback(() => api.availability.form(), [api]);
  const { value, ...rest } = useLoaded(load);
  return { form: value, ...rest };
}

/** What a question answers; asked again by `refresh`, the last answer standing meanwhile. */
function useLoaded<Value>(load: () => Promise<Value>) {
  const [value, setValue] = useState<Value | null>(null);
  const [error, setError] = useState<FrontdeskError | null>(null);
  const [asked, setAsked] = useState(0);
  const [answered, setAnswered] = useState(-1);
  useEffect(() => {
    let isCurrent = true;
    load()
      .then(
        (loaded) => {
          if (!isCurrent) return;
          setValue(loaded);
          setError(null);
        },
        (thrown) => {
          if (isCurrent) setError(toFrontdeskError(thrown));
        },
      )
      .finally(() => {
        if (isCurrent) setAnswered(asked);
      });
    return () => {
      isCurrent = false;
    };
  }, [load, asked]);
  const refresh = useCallback(() => setAsked((count) => count + 1), []);
  return { value, error, loading: answered < asked, refresh };
}
