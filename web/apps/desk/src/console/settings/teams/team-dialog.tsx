// One team: who is in it, how its chats are given out, and who helps out.

import type { Team, TeamInput } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { Select, TextArea, TextField } from '../../../ui';
import { keys, useAgents } from '../../shared/queries';
import { TagsField } from '../../shared/tags-field';
import { EditDialog } from '../parts/edit-dialog';
import { useEdit } from '../parts/use-edit';
import { Members } from './members';
import {
  DESCRIPTION_MAX_CHARS,
  draftOf,
  inputOf,
  NAME_MAX_CHARS,
  problemsOf,
  STRATEGIES,
  secondsOf,
  spanInWords,
} from './team-draft';
import { useKnownSkills } from './use-known-skills';

export interface TeamDialogProps {
  /** Null for a new one. */
  team: Team | null;
  teams: readonly Team[];
  onClose: () => void;
}

const FIELDS = [
  'name',
  'description',
  'strategy',
  'skills',
  'members',
  'overflowTeamId',
  'overflowAfterSeconds',
];

export function TeamDialog({ team, teams, onClose }: TeamDialogProps) {
  const { api } = useFrontdesk();
  const agents = useAgents();
  const knownSkills = useKnownSkills();
  const { draft, change, errorAt, dialog } = useEdit({
    noun: 'team',
    name: team?.name ?? null,
    begin: () => draftOf(team),
    problemsOf,
    inputOf,
    fields: FIELDS,
    write: (input: TeamInput, idempotencyKey) =>
      team ? api.teams.update(team.id, input) : api.teams.create(input, { idempotencyKey }),
    refresh: keys.teams,
    nameOf: (saved) => saved.name,
    onClose,
  });
  const seconds = secondsOf(draft.overflowAfter);

  return (
    <EditDialog {...dialog}>
      <TextField
        label="Name"
        maxLength={NAME_MAX_CHARS}
        value={draft.name}
        error={errorAt('name')}
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextArea
        label="Description (optional)"
        rows={2}
        maxLength={DESCRIPTION_MAX_CHARS}
        value={draft.description}
        error={errorAt('description')}
        onChange={(event) => change({ description: event.target.value })}
      />
      <Members
        agents={agents.data ?? []}
        members={draft.members}
        error={errorAt('members')}
        onChange={(members) => change({ members })}
      />
      <Select
        label="Who is asked first"
        options={STRATEGIES.map(({ value, label }) => ({ value, label }))}
        hint={STRATEGIES.find(({ value }) => value === draft.strategy)?.means}
        value={draft.strategy}
        error={errorAt('strategy')}
        onChange={(strategy) => change({ strategy })}
      />
      <TagsField
        label="Skills (optional)"
        noun="skill"
        hint="What its chats ask for, unless their topic says otherwise. Enter adds one."
        suggestions={knownSkills}
        tags={draft.skills}
        error={errorAt('skills')}
        onChange={(skills) => change({ skills })}
      />
      <Select
        label="Who helps out"
        options={[
          { value: '', label: 'Nobody' },
          ...teams
            .filter(({ id }) => id !== team?.id)
            .map(({ id, name }) => ({
              value: id,
              label: name,
            })),
        ]}
        hint="A team that is offered its chats, too, once they have waited too long."
        value={draft.overflowTeamId}
        error={errorAt('overflowTeamId')}
        onChange={(overflowTeamId) => change({ overflowTeamId })}
      />
      {draft.overflowTeamId ? (
        <TextField
          label="After how many seconds of waiting"
          inputMode="numeric"
          hint={seconds === null ? undefined : spanInWords(seconds)}
          value={draft.overflowAfter}
          error={errorAt('overflowAfterSeconds')}
          onChange={(event) => change({ overflowAfter: event.target.value })}
        />
      ) : null}
    </EditDialog>
  );
}
