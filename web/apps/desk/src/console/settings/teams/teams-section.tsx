// The teams that chats are routed to.

import type { Agent, Team } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, plural } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys, useAgents, useTeams } from '../../shared/queries';
import { ListSection } from '../parts/list-section';
import { RemoveDialog } from '../parts/remove-dialog';
import { Row } from '../parts/row';
import { TeamDialog } from './team-dialog';
import { spanInWords, strategyLabel } from './team-draft';

export function TeamsSection() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const teams = useTeams();
  const agents = useAgents();
  const all = teams.data ?? [];
  return (
    <ListSection
      title="Teams"
      lead="A chat goes to the team of its topic. Its members are offered it one at a time, and another team helps out when it waits too long."
      query={teams}
      addLabel="Add a team"
      mayChange={me.role === 'admin'}
      empty={{
        icon: <UsersRound size={26} aria-hidden />,
        title: 'No teams yet',
        text: 'Every chat is offered to everybody who is free. Teams are worth it once not everybody answers everything.',
      }}
      row={(team, actions) => (
        <TeamRow key={team.id} team={team} teams={all} agents={agents.data} actions={actions} />
      )}
      nameOf={({ name }) => name}
      edit={(team, onClose) => <TeamDialog team={team} teams={all} onClose={onClose} />}
      remove={(team, onClose) => (
        <RemoveDialog
          name={team.name}
          description="Its members stay. Topics that lead to it lead to everybody from then on."
          whenNeeded="Let them be answered or move them to another team first, then delete it."
          remove={() => api.teams.remove(team.id)}
          refresh={keys.teams}
          onClose={onClose}
        />
      )}
    />
  );
}

interface TeamRowProps {
  team: Team;
  teams: readonly Team[];
  agents: readonly Agent[] | undefined;
  actions: ReactNode;
}

function TeamRow({ team, teams, agents, actions }: TeamRowProps) {
  return (
    <Row
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
      actions={actions}
    >
      {team.description ? <p>{team.description}</p> : null}
      <p>{namesOf(team, agents)}</p>
      <p>
        {strategyLabel(team.strategy)}
        {overflowOf(team, teams)}
      </p>
    </Row>
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
