/** What the chat's pages ask the server for besides the chat itself. */
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';

/** How fresh “open” and “closed” are while somebody looks (milliseconds). */
const REFRESH_MS = 30_000;

/** Whether a chat about this topic of the form would find somebody now. */
export function useAvailability(topicId?: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: ['chat-availability', topicId ?? null],
    queryFn: ({ signal }) => api.availability.get({ topicId }, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
}

/** What is asked before a chat; null where the desk has no form. */
export function usePreChatForm() {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: ['chat-form'],
    queryFn: ({ signal }) => api.availability.form({ signal }),
    staleTime: 60_000,
  });
}
