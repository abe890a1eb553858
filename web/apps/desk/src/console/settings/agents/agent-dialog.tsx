// What an admin sets for an agent: skills, and a limit of their own.

import type { Agent, AgentPatch } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useState } from 'react';
import { Checkbox, TextField } from '../../../ui';
import { keys } from '../../shared/queries';
import { TagsField } from '../../shared/tags-field';
import { EditDialog } from '../parts/edit-dialog';
import { useSave } from '../parts/use-save';
import { useKnownSkills } from '../teams/use-known-skills';
import { CAPACITY_MAX, capacityOf } from './load';

export function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { api } = useFrontdesk();
  const knownSkills = useKnownSkills();
  const [skills, setSkills] = useState(agent.skills);
  const [hasOwn, setHasOwn] = useState(agent.capacityOverride != null);
  const [capacity, setCapacity] = useState(String(agent.capacityOverride ?? agent.capacity));
  const [problem, setProblem] = useState<string | null>(null);
  const { save, saving, fieldError, failure } = useSave({
    write: (patch: AgentPatch) => api.agents.update(agent.id, patch),
    refresh: keys.agents,
    words: () => `Saved for ${agent.name}`,
    onSaved: onClose,
  });

  function submit(): boolean {
    const limit = hasOwn ? capacityOf(capacity) : null;
    const isFine = !hasOwn || limit !== null;
    setProblem(isFine ? null : `A whole number, 0 to ${CAPACITY_MAX}.`);
    if (isFine) save({ skills, capacity: limit });
    return isFine;
  }

  return (
    <EditDialog
      title={agent.name}
      action="Save"
      saving={saving}
      failure={failure(['skills', 'capacity'])}
      onSubmit={submit}
      onClose={onClose}
    >
      <TagsField
        label="Skills"
        noun="skill"
        hint="Chats that ask for skills go to those who have all of them. Enter adds one."
        suggestions={knownSkills}
        tags={skills}
        error={fieldError('skills')}
        onChange={setSkills}
      />
      <Checkbox
        label="A limit of their own"
        hint="Otherwise the desk’s limit of chats at a time holds."
        checked={hasOwn}
        onChange={setHasOwn}
      />
      {hasOwn ? (
        <TextField
          label="Chats at a time"
          inputMode="numeric"
          hint="With 0 they are offered none."
          value={capacity}
          error={problem ?? fieldError('capacity')}
          onChange={(event) => setCapacity(event.target.value)}
        />
      ) : null}
    </EditDialog>
  );
}
