// Setting a chat aside until later, and bringing it back.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { errorMessage, useToast } from '../../ui';
import { momentInWords } from '../shared/dates';
import { keys } from '../shared/queries';

export function useSnooze({ id, userName }: Pick<ChatSession, 'id' | 'userName'>) {
  const { api } = useFrontdesk();
  const { desk } = useAgentDesk();
  const queries = useQueryClient();
  const toast = useToast();
  const changed = () => {
    void queries.invalidateQueries({ queryKey: keys.sessions });
    // Of a chat that somebody else holds, the server tells nothing of its own accord.
    void desk.open(id).catch(() => {});
  };
  const unsnooze = useMutation({
    mutationFn: () => api.conversations.unsnooze(id),
    onSuccess: () => {
      changed();
      toast({ title: `${userName}’s chat is back` });
    },
    onError: (error) =>
      toast({ title: 'The chat is still set aside', text: errorMessage(error), tone: 'danger' }),
  });
  const snooze = useMutation({
    mutationFn: ({ until, note }: { until: Date; note?: string }) =>
      api.conversations.snooze(id, until.toISOString(), note),
    onSuccess: (_conversation, { until }) => {
      changed();
      toast({
        title: `${userName}’s chat is set aside`,
        text: `It comes back ${momentInWords(until.toISOString())}, or when they write.`,
        action: { label: 'Undo', onClick: () => unsnooze.mutate() },
      });
    },
  });
  return { snooze, unsnooze };
}
