// The teams that chats are routed to.

import type { Agent, Team } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Badge, Button, EmptyState, ErrorState, Loading, plural } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys, useAgents, useTeams } from '../../shared/queries';
import { Rows } from '../parts/list-part';
import { RemoveDialog } from '../parts/remove-dialog';
import { ChangeButtons, Row } from '../parts/row';
import { AdminsOnly, SectionBody } from '../section-body';
import { TeamDialog } from './team-dialog';
import { spanInWords, strategyLabel } from './team-draft';

export function TeamsSection() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const teams = useTeams();
  const agents = useAgents();
  const [editing, setEditing] = useState<Team | 'new' | null>(null);
  const [removing, setRemoving] = useState<Team | null>(null);
  const isAdmin = me.role === 'admin';
  const add = (
    <Button
      size="s"
      variant="primary"
      icon={<Plus size={15} aria-hidden />}
      onClick={() => setEditing('new')}
    >
      Add a team
    </Button>
  );
  return (
    <SectionBody
      title="Teams"
      lead="A chat goes to the team of its topic. Its members are offered it one at a time, and another team helps out when it waits too long."
      actions={isAdmin && teams.data?.length ? add : null}
    >
      {isAdmin ? null : <AdminsOnly />}
      {teams.isPending ? <Loading label="Loading the teams" /> : null}
      {teams.isError ? (
        <ErrorState error={teams.error} onRetry={() => void teams.refetch()} />
      ) : null}
      {teams.data?.length === 0 ? (
        <EmptyState
          icon={<UsersRound size={26} aria-hidden />}
          title="No teams yet"
          action={isAdmin ? add : null}
        >
          Every chat is offered to everybody who is free. Teams are worth it once not everybody
          answers everything.
        </EmptyState>
      ) : null}
      {teams.data?.length ? (
        <Rows>
          {teams.data.map((team) => (
            <Row
              key={team.id}
              title={team.name}
              marks={
                <>
                  <Badge tone={team.members.length === 0 ? 'warning' : 'neutral'}>
                    {plural(team.members.length, 'member')}
                  </Badge>
                  {team.skills.map((skill) => (
                    <Badge key={skill} tone="accent">
                      {skill}
                    </Badge>
                  ))}
                </>
              }
              actions={
                isAdmin ? (
                  <ChangeButtons
                    name={team.name}
                    onEdit={() => setEditing(team)}
                    onRemove={() => setRemoving(team)}
                  />
                ) : null
              }
            >
              {team.description ? <p>{team.description}</p> : null}
              <p>{namesOf(team, agents.data)}</p>
              <p>
                {strategyLabel(team.strategy)}
                {overflowOf(team, teams.data)}
              </p>
            </Row>
          ))}
        </Rows>
      ) : null}
      {editing ? (
        <TeamDialog
          team={editing === 'new' ? null : editing}
          teams={teams.data ?? []}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {removing ? (
        <RemoveDialog
          name={removing.name}
          description="Its members stay. Topics that lead to it lead to everybody from then on."
          whenNeeded="Let them be answered or move them to another team first, then delete it."
          remove={() => api.teams.remove(removing.id)}
          refresh={keys.teams}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </SectionBody>
  );
}

function namesOf(team: Team, agents: readonly Agent[] | undefined): string {
  if (team.members.length === 0) return 'Nobody is in it: its chats wait until another team helps.';
  const names = team.members.map((id) => agents?.find((agent) => agent.id === id)?.name ?? null);
  return names.filter((name) => name !== null).join(', ');
}

function overflowOf(team: Team, teams: readonly Team[]): string {
  const helper = teams.find(({ id }) => id === team.overflowTeamId);
  if (!helper) return '';
  return team.overflowAfterSeconds === 0
    ? ` · ${helper.name} helps at once`
    : ` · ${helper.name} helps after ${spanInWords(team.overflowAfterSeconds)}`;
}
