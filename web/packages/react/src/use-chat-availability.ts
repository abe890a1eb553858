// Whether somebody would answer a chat now, and what is asked before one.

import {
  type Availability,
  type FrontdeskError,
  type PreChatForm,
  toFrontdeskError,
} from '@frontdesk/client';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import { availabilityQuery, preChatFormQuery } from './queries';

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
  const client = useFrontdesk();
  const result = useQuery(
    {
      ...availabilityQuery(client.api, topicId),
      // It changes by the minute: who comes to it wants it as it is now.
      refetchOnMount: 'always',
      refetchInterval: REFRESH_MS,
    },
    cacheOf(client),
  );
  return { availability: result.data ?? null, ...standing(result) };
}

export interface UsePreChatForm {
  /** Null until it is known. */
  form: PreChatForm | null;
  loading: boolean;
  error: FrontdeskError | null;
  refresh(): void;
}

export function usePreChatForm(): UsePreChatForm {
  const client = useFrontdesk();
  const result = useQuery(preChatFormQuery(client.api), cacheOf(client));
  return { form: result.data ?? null, ...standing(result) };
}

/** The last answer stands while it is asked again. */
function standing({ error, isFetching, refetch }: UseQueryResult) {
  return {
    loading: isFetching,
    error: error && toFrontdeskError(error),
    refresh: () => void refetch(),
  };
}
