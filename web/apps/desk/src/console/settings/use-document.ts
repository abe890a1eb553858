// A document of settings that is read, changed as a whole, and saved: what is stored, the
// draft on the screen, and whether they differ.

import { FrontdeskError } from '@frontdesk/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useToast } from '../../ui';

export interface SettingsDocument<T> {
  /** What is on the screen; undefined until it is loaded. */
  draft: T | undefined;
  change: (part: Partial<T>) => void;
  dirty: boolean;
  save: () => void;
  reset: () => void;
  saving: boolean;
  loadError: unknown;
  reload: () => void;
  /** Why it was not saved, unless it stands at a field. */
  saveError: unknown;
  /** What is wrong with a member, as the server says. */
  fieldError: (field: string) => string | null;
}

export function useDocument<T extends object>(
  key: readonly unknown[],
  read: (options: { signal: AbortSignal }) => Promise<T>,
  write: (document: T) => Promise<T>,
  savedWords: string,
): SettingsDocument<T> {
  const queries = useQueryClient();
  const toast = useToast();
  const stored = useQuery({ queryKey: key, queryFn: ({ signal }) => read({ signal }) });
  const [changed, setChanged] = useState<T | null>(null);
  const draft = changed ?? stored.data;
  const dirty = changed !== null && JSON.stringify(changed) !== JSON.stringify(stored.data ?? null);
  const save = useMutation({
    mutationFn: write,
    onSuccess: (document) => {
      queries.setQueryData(key, document);
      setChanged(null);
      toast({ title: savedWords });
    },
  });
  const refusal = save.error instanceof FrontdeskError ? save.error : null;
  return {
    draft,
    change: (part) => {
      if (draft) setChanged({ ...draft, ...part });
    },
    dirty,
    save: () => {
      if (draft) save.mutate(draft);
    },
    reset: () => {
      setChanged(null);
      save.reset();
    },
    saving: save.isPending,
    loadError: stored.error,
    reload: () => void stored.refetch(),
    saveError: save.error,
    fieldError: (field) => refusal?.fieldError(field) ?? null,
  };
}
