// Handing a chat on: to a colleague, to a team, or back to the head of the queue; with a word for
// the next.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { useState } from 'react';
import { Button, Dialog, errorMessage, Notice, TextArea, useToast } from '../../ui';
import { TransferChoice, type TransferTarget } from './transfer-choice';

export interface TransferDialogProps {
  session: ChatSession;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: () => void;
}

const NOTE_MAX_CHARS = 2000;

export function TransferDialog(props: TransferDialogProps) {
  const { session, open, onOpenChange, onDone } = props;
  const { desk } = useAgentDesk();
  const toast = useToast();
  const [target, setTarget] = useState<TransferTarget>({ kind: 'queue' });
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function transfer() {
    setBusy(true);
    setFailure(null);
    try {
      await desk.transfer(session.id, {
        toAgentId: target.kind === 'agent' ? target.id : undefined,
        toTeam: target.kind === 'team' ? target.id : undefined,
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
      <TransferChoice target={target} onChange={setTarget} teamId={session.teamId ?? null} />
      <TextArea
        label="Note for the next agent (optional)"
        hint="The customer does not see it."
        rows={3}
        maxLength={NOTE_MAX_CHARS}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
    </Dialog>
  );
}
