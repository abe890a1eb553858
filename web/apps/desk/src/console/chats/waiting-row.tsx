// A chat that waits: how long, for which team, why it goes before others, and to whom it is
// offered at the moment.

import type { WaitingSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Avatar, Badge, Button, classes, errorMessage, fullTime, plural, useNow } from '../../ui';
import { ROW } from '../keyboard/list-focus';
import { useConsole } from '../shared/console-context';
import { paths } from '../shared/paths';
import { useTeams } from '../shared/queries';
import styles from './chat-list.module.css';
import { waitedInWords } from './queue';

export interface WaitingRowProps {
  session: WaitingSession;
  /** To the agent who is looking. */
  offered: boolean;
  selected: boolean;
}

export function WaitingRow({ session, offered, selected }: WaitingRowProps) {
  return (
    <li className={classes(styles.row, offered && styles.offered, selected && styles.selected)}>
      <Link
        to={paths.chat(session.id)}
        className={styles.link}
        aria-current={selected ? 'true' : undefined}
        {...ROW}
      >
        <Avatar name={session.userName} size={34} />
        <span className={styles.words}>
          <span className={styles.first}>
            <span className={styles.name}>{session.userName}</span>
            <Waited since={session.queuedAt} />
          </span>
          {session.topic ? <span className={styles.topic}>{session.topic}</span> : null}
          <span className={styles.preview}>
            {session.lastMessage || plural(session.messageCount, 'message')}
          </span>
          <Marks session={session} />
        </span>
      </Link>
      <Acceptance session={session} offered={offered} />
    </li>
  );
}

function Waited({ since }: { since: string }) {
  const now = useNow();
  return (
    <time className={styles.time} dateTime={since} title={fullTime(since)}>
      <span className="visually-hidden">has waited </span>
      {waitedInWords(since, now)}
    </time>
  );
}

const PRIORITIES: Partial<Record<WaitingSession['priority'], string>> = {
  returned: 'Returned',
  vip: 'VIP',
  returning: 'Back again',
};

function Marks({ session }: { session: WaitingSession }) {
  const teams = useTeams();
  const team = teams.data?.find(({ id }) => id === session.teamId);
  const priority = PRIORITIES[session.priority];
  if (!team && !priority && session.skills.length === 0) return null;
  return (
    <span className={styles.marks}>
      {priority ? <Badge tone="accent">{priority}</Badge> : null}
      {team ? <Badge>{team.name}</Badge> : null}
      {session.skills.map((skill) => (
        <Badge key={skill}>{skill}</Badge>
      ))}
    </span>
  );
}

function Acceptance({ session, offered }: Omit<WaitingRowProps, 'selected'>) {
  const { desk, connection } = useAgentDesk();
  const navigate = useNavigate();
  const [accepting, setAccepting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function accept() {
    setAccepting(true);
    setFailure(null);
    try {
      await desk.accept(session.id);
      navigate(paths.chat(session.id));
    } catch (error) {
      setFailure(errorMessage(error));
      setAccepting(false);
    }
  }

  return (
    <>
      <div className={styles.accept}>
        {offered ? (
          <Badge tone="accent" dot>
            Offered to you
          </Badge>
        ) : (
          <OfferedTo session={session} />
        )}
        <Button
          size="s"
          variant={offered ? 'primary' : 'secondary'}
          busy={accepting}
          disabled={connection.status !== 'online'}
          aria-label={`Accept the chat of ${session.userName}`}
          onClick={() => void accept()}
        >
          Accept
        </Button>
      </div>
      {failure ? (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      ) : null}
    </>
  );
}

function OfferedTo({ session: { offeredTo } }: { session: WaitingSession }) {
  const { colleagues } = useAgentDesk();
  const { me } = useConsole();
  // Offered to oneself means that it was, when the row was told: the offer stands no more.
  if (!offeredTo || offeredTo === me.id) return <span />;
  const name = colleagues.find(({ id }) => id === offeredTo)?.name;
  return <span className={styles.offeredTo}>{name ? `Offered to ${name}` : 'Offered'}</span>;
}
