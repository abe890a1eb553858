// One question of the form, and how it is answered.

import type { FormField } from '@frontdesk/client';
import { useState } from 'react';
import { Checkbox, Select, TextArea, TextField } from '../../../ui';
import { EditDialog } from '../parts/edit-dialog';
import { useProblems } from '../parts/use-problems';
import {
  KINDS,
  LABEL_MAX_CHARS,
  NAME_MAX_CHARS,
  nameOf,
  optionsOf,
  problemsOfField,
} from './form-draft';

export interface QuestionDialogProps {
  /** Null for a new one. */
  field: FormField | null;
  /** The names of the other questions. */
  others: readonly string[];
  onSave: (field: FormField) => void;
  onClose: () => void;
}

const NEW: FormField = { key: '', label: '', kind: 'text', required: false, options: [] };

export function QuestionDialog({ field, others, onSave, onClose }: QuestionDialogProps) {
  const [draft, setDraft] = useState(field ?? NEW);
  const [lines, setLines] = useState((field?.options ?? []).join('\n'));
  const [ownName, setOwnName] = useState(field !== null);
  const { problems, check } = useProblems();
  const name = ownName || draft.label.trim() === '' ? draft.key : nameOf(draft.label, others);
  const change = (part: Partial<FormField>) => setDraft({ ...draft, ...part });

  function submit(): boolean {
    const options = draft.kind === 'select' ? optionsOf(lines) : [];
    const ready = { ...draft, key: name.trim(), label: draft.label.trim(), options };
    return check(problemsOfField(ready, others), () => onSave(ready));
  }

  return (
    <EditDialog
      title={field ? `Change “${field.label}”` : 'Add a question'}
      action={field ? 'Done' : 'Add'}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Question"
        placeholder="Order number"
        maxLength={LABEL_MAX_CHARS}
        value={draft.label}
        error={problems.label}
        onChange={(event) => change({ label: event.target.value })}
      />
      <Select
        label="Answered by"
        options={KINDS.map(({ value, label }) => ({ value, label }))}
        hint={KINDS.find(({ value }) => value === draft.kind)?.means}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
      />
      {draft.kind === 'select' ? (
        <TextArea
          label="Choices"
          hint="One in each line."
          rows={4}
          value={lines}
          error={problems.options}
          onChange={(event) => setLines(event.target.value)}
        />
      ) : null}
      <Checkbox
        label="Must be answered"
        checked={draft.required ?? false}
        onChange={(required) => change({ required })}
      />
      <TextField
        label="Name of the answer"
        hint="Made from the question. It stays when you reword it later."
        maxLength={NAME_MAX_CHARS}
        value={name}
        error={problems.key}
        onChange={(event) => {
          setOwnName(true);
          change({ key: event.target.value });
        }}
      />
    </EditDialog>
  );
}
