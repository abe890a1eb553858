// Handing a chat on: to a colleague, or back to the head of the queue; with a word for the next.

import type { Agent, ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { Inbox } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import {
  Avatar,
  Button,
  Dialog,
  ErrorState,
  errorMessage,
  Loading,
  plural,
  StatusPill,
  TextArea,
  useToast,
} from '../../ui';
import { useConsole } from '../shared/console-context';
import { useAgents } from '../shared/queries';
import styles from './transfer-dialog.module.css';

export interface TransferDialogProps {
  session: ChatSession;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: () => void;
}

const QUEUE = 'queue';

export function TransferDialog(props: TransferDialogProps) {
  const { session, open, onOpenChange, onDone } = props;
  const { desk } = useAgentDesk();
  const toast = useToast();
  const [target, setTarget] = useState(QUEUE);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function transfer() {
    setBusy(true);
    setFailure(null);
    try {
      await desk.transfer(session.id, {
        toAgentId: target === QUEUE ? undefined : target,
        note: note.trim() || undefined,
      });
      toast({ title: `${session.userName}’s chat was handed on`, tone: 'success' });
      onOpenChange(false);
      onDone();
    } catch (error) {
      setFailure(errorMessage(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Hand this chat on"
      description={`The whole conversation with ${session.userName} goes along.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" busy={busy} onClick={() => void transfer()}>
            Hand on
          </Button>
        </>
      }
    >
      <RadioGroup.Root
        className={styles.targets}
        value={target}
        onValueChange={setTarget}
        aria-label="To whom"
      >
        <RadioGroup.Item value={QUEUE} className={styles.target}>
          <span className={styles.queueIcon}>
            <Inbox size={17} aria-hidden />
          </span>
          <span className={styles.words}>
            <span className={styles.name}>Back to the queue</span>
            <span className={styles.detail}>It waits first in line and is offered again</span>
          </span>
        </RadioGroup.Item>
        <Colleagues />
      </RadioGroup.Root>
      <TextArea
        label="Note for the next agent (optional)"
        hint="The customer does not see it."
        rows={3}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {failure ? (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      ) : null}
    </Dialog>
  );
}

function Colleagues() {
  const { me } = useConsole();
  const agents = useAgents();
  if (agents.isPending) return <Loading label="Loading your colleagues" />;
  if (agents.isError) {
    return (
      <ErrorState
        title="Your colleagues did not load"
        error={agents.error}
        onRetry={() => void agents.refetch()}
      />
    );
  }
  return byReadiness(agents.data.filter((agent) => agent.id !== me.id)).map((agent) => (
    <RadioGroup.Item key={agent.id} value={agent.id} className={styles.target}>
      <Avatar name={agent.name} size={30} />
      <span className={styles.words}>
        <span className={styles.name}>{agent.name}</span>
        <span className={styles.detail}>{plural(agent.chats, 'chat')} at the moment</span>
      </span>
      <StatusPill status={agent.status} />
    </RadioGroup.Item>
  ));
}

const READINESS: Record<Agent['status'], number> = { available: 0, busy: 1, away: 2, offline: 3 };

/** Who can take it soonest comes first. */
function byReadiness(agents: readonly Agent[]): Agent[] {
  return [...agents].sort(
    (a, b) =>
      READINESS[a.status] - READINESS[b.status] ||
      a.chats - b.chats ||
      a.name.localeCompare(b.name),
  );
}
