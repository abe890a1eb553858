// One topic of the form: what customers see, and who gets its chats.

import type { Topic } from '@frontdesk/client';
import { useState } from 'react';
import { Select, TextField } from '../../../ui';
import { useTeams } from '../../shared/queries';
import { TagsField } from '../../shared/tags-field';
import { EditDialog } from '../parts/edit-dialog';
import { useProblems } from '../parts/use-problems';
import { useKnownSkills } from '../teams/use-known-skills';
import { NAME_MAX_CHARS, nameOf, problemsOfTopic } from './form-draft';

export interface TopicDialogProps {
  /** Null for a new one. */
  topic: Topic | null;
  /** The names of the other topics. */
  others: readonly string[];
  onSave: (topic: Topic) => void;
  onClose: () => void;
}

const NEW: Topic = { id: '', label: '', teamId: null, skills: [] };

export function TopicDialog({ topic, others, onSave, onClose }: TopicDialogProps) {
  const teams = useTeams();
  const knownSkills = useKnownSkills();
  const [draft, setDraft] = useState(topic ?? NEW);
  const [ownName, setOwnName] = useState(topic !== null);
  const { problems, check } = useProblems();
  const name = ownName || draft.label.trim() === '' ? draft.id : nameOf(draft.label, others);
  const change = (part: Partial<Topic>) => setDraft({ ...draft, ...part });

  function submit(): boolean {
    const ready = { ...draft, id: name.trim(), label: draft.label.trim() };
    return check(problemsOfTopic(ready, others), () => onSave(ready));
  }

  return (
    <EditDialog
      title={topic ? `Change “${topic.label}”` : 'Add a topic'}
      action={topic ? 'Done' : 'Add'}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="What customers see"
        placeholder="Repairs and service"
        maxLength={NAME_MAX_CHARS}
        value={draft.label}
        error={problems.label}
        onChange={(event) => change({ label: event.target.value })}
      />
      <TextField
        label="Name for links and reports"
        hint="Made from the words above. It stays when you reword them later."
        maxLength={NAME_MAX_CHARS}
        value={name}
        error={problems.id}
        onChange={(event) => {
          setOwnName(true);
          change({ id: event.target.value });
        }}
      />
      <Select
        label="Who gets its chats"
        options={[
          { value: '', label: 'Everybody' },
          ...(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={draft.teamId ?? ''}
        onChange={(teamId) => change({ teamId: teamId || null })}
      />
      <TagsField
        label="Skills (optional)"
        suggestions={knownSkills}
        noun="skill"
        hint="What an agent must be good at to get its chats. Enter adds one."
        tags={draft.skills ?? []}
        onChange={(skills) => change({ skills })}
      />
    </EditDialog>
  );
}
