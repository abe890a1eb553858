// One thing of a list, made or changed in a dialog of its own: its draft, what is wrong with it,
// saving it, and the frame of the dialog.

import { useState } from 'react';
import type { EditDialogProps } from './edit-dialog';
import { type Problems, useProblems } from './use-problems';
import { type SaveOptions, useSave } from './use-save';

export interface EditOptions<Draft, Input, Saved>
  extends Pick<SaveOptions<Input, Saved>, 'write' | 'refresh'> {
  /** What it is, in a word. */
  noun: string;
  /** How it is called now; null for a new one. */
  name: string | null;
  /** Where the draft begins. */
  begin: () => Draft;
  problemsOf: (draft: Draft) => Problems;
  inputOf: (draft: Draft) => Input;
  /** Members that have a field here: what is wrong with them stands there. */
  fields: readonly string[];
  nameOf: (saved: Saved) => string;
  onClose: () => void;
}

export interface Edit<Draft> {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errorAt: (field: string) => string | null;
  dialog: Omit<EditDialogProps, 'children'>;
}

export function useEdit<Draft, Input, Saved>({
  noun,
  name,
  begin,
  problemsOf,
  inputOf,
  fields,
  nameOf,
  onClose,
  ...writing
}: EditOptions<Draft, Input, Saved>): Edit<Draft> {
  const [draft, setDraft] = useState(begin);
  const { problems, check } = useProblems();
  const { save, saving, fieldError, failure } = useSave({
    ...writing,
    words: (saved) => `The ${noun} “${nameOf(saved)}” is saved`,
    onSaved: onClose,
  });
  return {
    draft,
    change: (part) => setDraft({ ...draft, ...part }),
    errorAt: (field) => problems[field] ?? fieldError(field),
    dialog: {
      title: name === null ? `Add a ${noun}` : `Change “${name}”`,
      action: name === null ? 'Add' : 'Save',
      saving,
      failure: failure(fields),
      onSubmit: () => check(problemsOf(draft), () => save(inputOf(draft))),
      onClose,
    },
  };
}
