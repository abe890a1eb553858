// The sound for what arrives, as a hook.

import { type ChimeSource, chime as kind } from '@frontdesk/client';
import { useEffect } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UseChime {
  /** The person's choice, kept for the next visit. */
  enabled: boolean;
  setEnabled(enabled: boolean): void;
}

/** Rings for what arrives at `source` (the client's `chat` or `desk`) while this is mounted. */
export function useChime(source: ChimeSource | null): UseChime {
  const chime = useMember(kind);
  const { enabled } = useSnapshot(chime);
  useEffect(() => (source ? chime.follow(source) : undefined), [chime, source]);
  return { enabled, setEnabled: (wanted) => chime.setEnabled(wanted) };
}
