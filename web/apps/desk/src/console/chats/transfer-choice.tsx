// The list of those whom a chat can be handed on to: the queue, teams, and colleagues with how
// they stand, what they hold and what they are good at.

import { useAgentDesk } from '@frontdesk/react';
import { Inbox, Users } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Avatar, ErrorState, Loading, plural, StatusPill, TextField } from '../../ui';
import styles from '../shared/choices.module.css';
import { useConsole } from '../shared/console-context';
import { useAgents, useTeams } from '../shared/queries';
import {
  type Colleague,
  colleagues,
  isMeant,
  type TeamTarget,
  teamTargets,
} from './transfer-targets';

export type TransferTarget =
  | { kind: 'queue' }
  | { kind: 'team'; id: string }
  | { kind: 'agent'; id: string };

export interface TransferChoiceProps {
  target: TransferTarget;
  onChange: (target: TransferTarget) => void;
  /** The chat's own team. */
  teamId: string | null;
}

/** With more than these there is a field to find one. */
const FIND_FROM = 7;

export function TransferChoice({ target, onChange, teamId }: TransferChoiceProps) {
  const { me } = useConsole();
  const { colleagues: presences } = useAgentDesk();
  const agents = useAgents();
  const teams = useTeams();
  const [typed, setTyped] = useState('');
  if (agents.isPending || teams.isPending) return <Loading label="Loading your colleagues" />;
  if (agents.isError || teams.isError) {
    return (
      <ErrorState
        title="Your colleagues did not load"
        error={agents.error ?? teams.error}
        onRetry={() => {
          void agents.refetch();
          void teams.refetch();
        }}
      />
    );
  }
  const people = colleagues(agents.data, presences, me.id);
  const groups = teamTargets(teams.data, people);
  const shownGroups = groups.filter((team) => isMeant(team, typed));
  const shownPeople = people.filter((colleague) => isMeant(colleague, typed));
  return (
    <>
      {people.length + groups.length >= FIND_FROM ? (
        <TextField
          label="Find a team, a colleague or a skill"
          hideLabel
          placeholder="Find a team, a colleague or a skill"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      <RadioGroup.Root
        className={styles.targets}
        value={toValue(target)}
        onValueChange={(value) => onChange(targetOf(value))}
        aria-label="To whom"
      >
        {typed === '' ? <QueueOption /> : null}
        {shownGroups.map((team) => (
          <TeamOption key={team.id} team={team} isOwn={team.id === teamId} />
        ))}
        {shownPeople.map((colleague) => (
          <ColleagueOption key={colleague.id} colleague={colleague} />
        ))}
      </RadioGroup.Root>
      {shownGroups.length + shownPeople.length === 0 ? (
        <p className={styles.none} role="status">
          {typed === '' ? 'You have no colleagues here yet.' : 'Nobody fits.'}
        </p>
      ) : null}
    </>
  );
}

const toValue = (target: TransferTarget) =>
  target.kind === 'queue' ? 'queue' : `${target.kind} ${target.id}`;

function targetOf(value: string): TransferTarget {
  const space = value.indexOf(' ');
  if (space < 0) return { kind: 'queue' };
  return { kind: value.slice(0, space) as 'team' | 'agent', id: value.slice(space + 1) };
}

interface OptionProps {
  value: string;
  icon: ReactNode;
  name: string;
  detail: ReactNode;
  mark?: ReactNode;
}

function Option({ value, icon, name, detail, mark }: OptionProps) {
  return (
    <RadioGroup.Item value={value} className={styles.target}>
      {icon}
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail}>{detail}</span>
      </span>
      {mark}
    </RadioGroup.Item>
  );
}

function QueueOption() {
  return (
    <Option
      value="queue"
      icon={
        <span className={styles.queueIcon}>
          <Inbox size={17} aria-hidden />
        </span>
      }
      name="Back to the queue"
      detail="It waits first in line and is offered again"
    />
  );
}

function TeamOption({ team, isOwn }: { team: TeamTarget; isOwn: boolean }) {
  const { id, name, available, members } = team;
  return (
    <Option
      value={`team ${id}`}
      icon={
        <span className={styles.queueIcon}>
          <Users size={17} aria-hidden />
        </span>
      }
      name={isOwn ? `${name} (its team now)` : name}
      detail={`Team · ${available} of ${plural(members, 'member')} available`}
    />
  );
}

function ColleagueOption({ colleague }: { colleague: Colleague }) {
  const { id, name, status, load, isFull, skills } = colleague;
  return (
    <Option
      value={`agent ${id}`}
      icon={<Avatar name={name} size={30} />}
      name={name}
      detail={[`${load}${isFull ? ', full' : ''}`, ...skills].join(' · ')}
      mark={<StatusPill status={status} />}
    />
  );
}
