// Merging a conversation of the same customer into the one on the screen, and taking it out again.

import type { Conversation } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { errorMessage, useToast } from '../../ui';
import { keys } from '../shared/queries';
import { useConversationChanged } from './use-conversation-changed';

/** What was merged into a conversation, oldest merge first. */
export function useMerged(conversationId: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.merged(conversationId),
    queryFn: ({ signal }) => api.conversations.merged(conversationId, { signal }),
  });
}

export function useMerge(into: string) {
  const { api } = useFrontdesk();
  const toast = useToast();
  const changed = useChanged(into);
  return useMutation({
    mutationFn: (id: string) => api.conversations.merge(id, into),
    onSuccess: (merged) => {
      changed(merged);
      toast({ title: 'Merged. Its messages stand above the others.', tone: 'success' });
    },
  });
}

/** `into` is where it was merged into. */
export function useUnmerge(into: string) {
  const { api } = useFrontdesk();
  const toast = useToast();
  const changed = useChanged(into);
  return useMutation({
    mutationFn: (id: string) => api.conversations.unmerge(id),
    onSuccess: (apart) => {
      changed(apart);
      toast({ title: 'Taken apart. Both stand as they did before.', tone: 'success' });
    },
    onError: (error) =>
      toast({ title: 'They are still merged', text: errorMessage(error), tone: 'danger' }),
  });
}

function useChanged(into: string): (other: Conversation) => void {
  const queries = useQueryClient();
  const changed = useConversationChanged();
  return (other) => {
    void queries.invalidateQueries({ queryKey: keys.merged(into) });
    changed({ id: into, userId: other.userId });
    changed(other);
  };
}
