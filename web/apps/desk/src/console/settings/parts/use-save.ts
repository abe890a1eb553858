// Saving what a dialog edits: one attempt at a time, what the server refuses at its field, and a
// word once it is done.

import { FrontdeskError } from '@frontdesk/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../../ui';
import { useAttempt } from '../../shared/use-attempt';

export interface SaveOptions<Input, Saved> {
  write: (input: Input, idempotencyKey: string) => Promise<Saved>;
  /** What is read again afterwards. */
  refresh: readonly unknown[];
  /** Said when it is saved. */
  words: (saved: Saved) => string;
  onSaved: (saved: Saved) => void;
}

export interface Save<Input> {
  save: (input: Input) => void;
  saving: boolean;
  /** What is wrong with a member, or with something in it. */
  fieldError: (field: string) => string | null;
  /** Why it was not saved, where that stands at none of these fields. */
  failure: (fields: readonly string[]) => unknown;
}

export function useSave<Input, Saved>({
  write,
  refresh,
  words,
  onSaved,
}: SaveOptions<Input, Saved>): Save<Input> {
  const queries = useQueryClient();
  const toast = useToast();
  const attempt = useAttempt();
  const mutation = useMutation({
    mutationFn: (input: Input) => attempt(JSON.stringify(input), (key) => write(input, key)),
    onSuccess: (saved) => {
      void queries.invalidateQueries({ queryKey: refresh });
      toast({ title: words(saved), tone: 'success' });
      onSaved(saved);
    },
  });
  const errors = mutation.error instanceof FrontdeskError ? mutation.error.fieldErrors : [];
  const fieldError = (field: string) => errorAt(errors, field);
  return {
    save: (input) => mutation.mutate(input),
    saving: mutation.isPending,
    fieldError,
    failure: (fields) => (fields.some((field) => fieldError(field)) ? null : mutation.error),
  };
}

/** What is said about a member or about something in it, such as `words[2]` for `words`. */
export function errorAt(
  errors: readonly { field: string; message: string }[],
  field: string,
): string | null {
  const found = errors.find(
    (error) =>
      error.field === field ||
      error.field.startsWith(`${field}[`) ||
      error.field.startsWith(`${field}.`),
  );
  return found?.message ?? null;
}
