// Whether a conversation is muted, and muting it.

import type { Mute } from '@frontdesk/client';
import { useNotificationPreferences } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { errorMessage, useToast } from '../ui';

export function useMuting(conversationId: string) {
  const { preferences, mute, unmute } = useNotificationPreferences();
  const toast = useToast();
  const onError = (error: unknown) =>
    toast({ tone: 'danger', title: 'That did not work', text: errorMessage(error) });
  const present: Mute | null =
    preferences?.mutes.find((one) => one.conversationId === conversationId) ?? null;
  return {
    /** Null where it is not muted, or not known yet. */
    present,
    mute: useMutation({
      mutationFn: (until: Date | null) => mute(conversationId, until?.toISOString() ?? null),
      onSuccess: () => toast({ title: 'Muted: nothing of it is sent' }),
      onError,
    }),
    unmute: useMutation({
      mutationFn: () => unmute(conversationId),
      onSuccess: () => toast({ title: 'You hear of it again' }),
      onError,
    }),
  };
}
