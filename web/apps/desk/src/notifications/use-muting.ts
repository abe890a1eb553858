// Whether a conversation is muted, and muting it.

import type { Mute } from '@frontdesk/client';
import { useNotificationPreferences } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { errorMessage, useToast } from '../ui';
import { t } from './locales';

export function useMuting(conversationId: string) {
  const { preferences, mute, unmute } = useNotificationPreferences();
  const toast = useToast();
  const onError = (error: unknown) =>
    toast({ tone: 'danger', title: t.didNotWork, text: errorMessage(error) });
  const present: Mute | null =
    preferences?.mutes.find((one) => one.conversationId === conversationId) ?? null;
  return {
    /** Null where it is not muted, or not known yet. */
    present,
    mute: useMutation({
      mutationFn: (until: Date | null) => mute(conversationId, until?.toISOString() ?? null),
      onSuccess: () => toast({ title: t.isMuted }),
      onError,
    }),
    unmute: useMutation({
      mutationFn: () => unmute(conversationId),
      onSuccess: () => toast({ title: t.isUnmuted }),
      onError,
    }),
  };
}
