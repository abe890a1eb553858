// Whether this agent is offered chats: always in sight, one click away.

import type { AgentStatus, ConnectionStatus } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { classes, errorMessage, Menu, useToast } from '../../ui';
import styles from './status-switch.module.css';

const CHOICES: readonly { status: AgentStatus; label: string; means: string }[] = [
  { status: 'available', label: 'Available', means: 'New chats are offered to you' },
  { status: 'busy', label: 'Busy', means: 'You keep your chats and get no new ones' },
  { status: 'away', label: 'Away', means: 'You are not at your desk' },
];

const AUTOMATIC =
  'Away automatically: nothing was heard from you for a while. You are available again as soon as you do something here.';

export function StatusSwitch() {
  const { desk, status, automatic, connection } = useAgentDesk();
  const toast = useToast();
  const [wanted, setWanted] = useState<AgentStatus | null>(null);
  // Without a line nobody is offered anything, whatever was chosen.
  const shown = connection.status === 'online' ? (wanted ?? status) : null;

  async function choose(next: AgentStatus) {
    setWanted(next);
    try {
      await desk.setStatus(next);
    } catch (error) {
      toast({ title: 'Your status did not change', text: errorMessage(error), tone: 'danger' });
    } finally {
      setWanted(null);
    }
  }

  const label = CHOICES.find((choice) => choice.status === shown)?.label;
  const isAutomatic = automatic && shown === 'away' && wanted === null;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className={styles.trigger}
          data-tour="status"
          aria-label={`Your status: ${label ?? unknownLabel(connection.status)}${isAutomatic ? ', automatically' : ''}`}
          title={isAutomatic ? AUTOMATIC : undefined}
          disabled={shown === null}
        >
          <span className={classes(styles.dot, dotClass(shown))} aria-hidden="true" />
          <span className={styles.label}>
            {isAutomatic ? 'Away (auto)' : (label ?? unknownLabel(connection.status))}
          </span>
          <ChevronDown className={styles.chevron} size={14} aria-hidden />
        </button>
      }
      entries={[
        ...(isAutomatic ? [{ heading: AUTOMATIC }] : []),
        ...CHOICES.map((choice) => ({
          label: (
            <span className={styles.choice}>
              <span className={styles.choiceName}>
                {choice.label}
                {choice.status === shown ? <Check size={14} aria-label="chosen" /> : null}
              </span>
              <span className={styles.means}>{choice.means}</span>
            </span>
          ),
          icon: (
            <span className={classes(styles.dot, dotClass(choice.status))} aria-hidden="true" />
          ),
          onSelect: () => void choose(choice.status),
        })),
      ]}
    />
  );
}

function dotClass(status: AgentStatus | null): string | undefined {
  return status === null ? undefined : styles[status];
}

function unknownLabel(connection: ConnectionStatus): string {
  return connection === 'offline' || connection === 'refused' ? 'Offline' : 'Loading';
}
