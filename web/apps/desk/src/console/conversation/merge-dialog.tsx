// Chooses another conversation of the same customer that goes into the one on the screen.

import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import {
  Button,
  Dialog,
  ErrorState,
  errorMessage,
  Loading,
  Notice,
  RelativeTime,
  StatusPill,
} from '../../ui';
import styles from '../shared/choices.module.css';
import { useCustomerHistory } from '../shared/customer';
import type { Subject } from './subject';
import { useMerge } from './use-merge';

export interface MergeDialogProps {
  subject: Subject;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function MergeDialog({ subject, open, onOpenChange }: MergeDialogProps) {
  const [chosen, setChosen] = useState('');
  const merge = useMerge(subject.id);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Merge another conversation into this ${subject.kind}`}
      description={`It is closed and leaves the lists. What ${subject.userName} writes there comes here. You can undo it.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={chosen === ''}
            busy={merge.isPending}
            onClick={() => merge.mutate(chosen, { onSuccess: () => onOpenChange(false) })}
          >
            Merge
          </Button>
        </>
      }
    >
      {open ? <Others subject={subject} chosen={chosen} onChoose={setChosen} /> : null}
      {merge.isError ? (
        <Notice tone="danger" live>
          {errorMessage(merge.error)}
        </Notice>
      ) : null}
    </Dialog>
  );
}

interface OthersProps {
  subject: Subject;
  chosen: string;
  onChoose: (id: string) => void;
}

function Others({ subject, chosen, onChoose }: OthersProps) {
  const history = useCustomerHistory(subject.userId, subject.id, { fresh: true });
  if (history.isPending) return <Loading label="Loading their conversations" />;
  if (history.isError) {
    return (
      <ErrorState
        title="Their conversations did not load"
        error={history.error}
        onRetry={() => void history.refetch()}
      />
    );
  }
  const tickets = history.data.tickets.map((ticket) => ({
    id: ticket.id,
    name: `#${ticket.number} ${ticket.subject}`,
    kind: 'Ticket',
    status: ticket.status,
    updatedAt: ticket.updatedAt,
  }));
  // A chat that is a ticket too is listed once.
  const chats = history.data.chats
    .filter(({ id, mergedInto }) => !mergedInto && !tickets.some((ticket) => ticket.id === id))
    .map((chat) => ({
      id: chat.id,
      name: chat.topic || chat.lastMessage || 'Chat without a topic',
      kind: 'Chat',
      status: chat.status,
      updatedAt: chat.updatedAt,
    }));
  const all = [...tickets, ...chats].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  if (all.length === 0) {
    return <p className={styles.none}>{subject.userName} has no other conversation.</p>;
  }
  return (
    <RadioGroup.Root
      className={styles.targets}
      value={chosen}
      onValueChange={onChoose}
      aria-label="Which conversation"
    >
      {all.map(({ id, name, kind, status, updatedAt }) => (
        <RadioGroup.Item key={id} value={id} className={styles.target}>
          <span className={styles.words}>
            <span className={styles.name}>{name}</span>
            <span className={styles.detail}>
              {kind} · <RelativeTime time={updatedAt} />
            </span>
          </span>
          <StatusPill status={status} />
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
