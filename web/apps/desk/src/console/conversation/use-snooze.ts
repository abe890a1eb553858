// Setting a chat or a ticket aside until later, and bringing it back.

import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { errorMessage, useToast } from '../../ui';
import { momentInWords } from '../shared/dates';
import type { Subject } from './subject';
import { useConversationChanged } from './use-conversation-changed';

export function useSnooze({ id, userId, userName, kind }: Subject) {
  const { api } = useFrontdesk();
  const changed = useConversationChanged();
  const toast = useToast();
  const unsnooze = useMutation({
    mutationFn: () => api.conversations.unsnooze(id),
    onSuccess: () => {
      changed({ id, userId });
      toast({ title: `${userName}’s ${kind} is back` });
    },
    onError: (error) =>
      toast({
        title: `The ${kind} is still set aside`,
        text: errorMessage(error),
        tone: 'danger',
      }),
  });
  const snooze = useMutation({
    mutationFn: ({ until, note }: { until: Date; note?: string }) =>
      api.conversations.snooze(id, until.toISOString(), note),
    onSuccess: (_conversation, { until }) => {
      changed({ id, userId });
      toast({
        title: `${userName}’s ${kind} is set aside`,
        text: `It comes back ${momentInWords(until.toISOString())}, or when they write.`,
        action: { label: 'Undo', onClick: () => unsnooze.mutate() },
      });
    },
  });
  return { snooze, unsnooze };
}
