// How a person wants to be told of what, as a hook over the client's `notificationSettings`.

import {
  type NotificationPreferences,
  type NotificationPreferencesPatch,
  type NotificationSettings,
  notificationSettings,
} from '@frontdesk/client';
import { useEffect, useMemo } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UseNotificationPreferences {
  /** Null until they are there. */
  preferences: NotificationPreferences | null;
  loading: boolean;
  /**
   * Any part of them; what is missing stays. Shown at once; taken back, with the reason in
   * `error`, if the server refuses.
   */
  updatePreferences(patch: NotificationPreferencesPatch): Promise<void>;

  /** A change is under way. */
  saving: boolean;
  /** A sentence for people. */
  error: string | null;
  /** Reads them anew. */
  refresh(): Promise<void>;
  /** Mutes a conversation until then (RFC 3339), or until it is taken back. */
  mute: NotificationSettings['mute'];
  unmute: NotificationSettings['unmute'];
}

/** Read once a person, and shared by all components. */
export function useNotificationPreferences(): UseNotificationPreferences {
  const settings = useMember(notificationSettings);
  const { preferences, loading, saving, error } = useSnapshot(settings);
  useEffect(() => void settings.load(), [settings]);
  const actions = useMemo(
    () => ({
      // A failure stands in `error`; a click handler has no use for a rejection.
      updatePreferences: (patch: NotificationPreferencesPatch) =>
        settings.change(patch).catch(() => {}),
      refresh: () => settings.refresh(),
      mute: (id: string, until?: string | null) => settings.mute(id, until),
      unmute: (id: string) => settings.unmute(id),
    }),
    [settings],
  );
  return {
    ...actions,
    preferences,
    loading: loading || (preferences === null && error === null),
    saving: saving > 0,
    error: error?.message ?? null,
  };
}
