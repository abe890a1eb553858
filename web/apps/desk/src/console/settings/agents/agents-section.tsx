// Who works here: who is there, how much they have to do, and what they are good at.

import type { Agent, Team } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  Avatar,
  Badge,
  ErrorState,
  IconButton,
  Loading,
  RelativeTime,
  StatusPill,
} from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys, useTeams } from '../../shared/queries';
import { AdminsOnly, SectionBody } from '../section-body';
import { AgentDialog } from './agent-dialog';
import styles from './agents.module.css';
import { byPresence, loadOf } from './load';

/** Statuses and loads change by themselves. */
const LOOK_AGAIN_MS = 10_000;

export function AgentsSection() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const teams = useTeams();
  const agents = useQuery({
    queryKey: keys.agents,
    queryFn: ({ signal }) => api.agents.list({ signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  useFollowOwnStatus();
  const [editing, setEditing] = useState<Agent | null>(null);
  const isAdmin = me.role === 'admin';
  return (
    <SectionBody
      wide
      title="Agents"
      lead="Everybody who works here, from the first time they sign in. Who may sign in as staff is decided where the tokens are made."
    >
      {isAdmin ? null : <AdminsOnly />}
      {agents.isPending ? <Loading label="Loading the agents" /> : null}
      {agents.isError ? (
        <ErrorState error={agents.error} onRetry={() => void agents.refetch()} />
      ) : null}
      {agents.data ? (
        <ul className={styles.agents}>
          {byPresence(agents.data).map((agent) => (
            <AgentRow
              key={agent.id}
              agent={agent}
              teams={teams.data ?? []}
              onEdit={isAdmin ? () => setEditing(agent) : null}
            />
          ))}
        </ul>
      ) : null}
      {editing ? <AgentDialog agent={editing} onClose={() => setEditing(null)} /> : null}
    </SectionBody>
  );
}

/** One's own row must not contradict the switch beside it. */
function useFollowOwnStatus(): void {
  const { status, connection } = useAgentDesk();
  const queries = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of either is the signal
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: keys.agents });
  }, [status, connection.status, queries]);
}

interface AgentRowProps {
  agent: Agent;
  teams: readonly Team[];
  onEdit: (() => void) | null;
}

function AgentRow({ agent, teams, onEdit }: AgentRowProps) {
  const inTeams = teams.filter(({ id }) => agent.teams.includes(id));
  return (
    <li className={styles.agent}>
      <Avatar name={agent.name} size={38} />
      <div className={styles.who}>
        <p className={styles.name}>
          {agent.name}
          {agent.role === 'admin' ? <Badge>Admin</Badge> : null}
        </p>
        {agent.email ? <p className={styles.quiet}>{agent.email}</p> : null}
        {agent.skills.length > 0 ? (
          <p className={styles.marks}>
            <span className="visually-hidden">Skills: </span>
            {agent.skills.map((skill) => (
              <Badge key={skill} tone="accent">
                {skill}
              </Badge>
            ))}
          </p>
        ) : null}
        <p className={styles.quiet}>
          {inTeams.length > 0
            ? inTeams.map(({ name }) => name).join(', ')
            : 'In no team: gets chats that are for everybody'}
        </p>
      </div>
      <div className={styles.state}>
        <StatusPill status={agent.status} />
        {agent.automaticallyAway ? <p className={styles.quiet}>since nothing was heard</p> : null}
        {agent.lastActiveAt && agent.status !== 'available' ? (
          <p className={styles.quiet}>
            Active <RelativeTime time={agent.lastActiveAt} />
          </p>
        ) : null}
      </div>
      <Load agent={agent} />
      {onEdit ? (
        <IconButton
          size="s"
          label={`Change ${agent.name}`}
          icon={<Pencil size={16} aria-hidden />}
          onClick={onEdit}
        />
      ) : null}
    </li>
  );
}

function Load({ agent }: { agent: Agent }) {
  const { words, share, isFull } = loadOf(agent);
  return (
    <div className={styles.load}>
      <p className={styles.loadWords}>{words}</p>
      <div className={styles.bar} data-full={isFull || undefined} aria-hidden="true">
        <div className={styles.fill} style={{ width: `${share * 100}%` }} />
      </div>
      {agent.capacityOverride == null ? null : <p className={styles.quiet}>own limit</p>}
    </div>
  );
}
