// Asks for the reason before a customer is blocked, and says what that does.

import { useState } from 'react';
import { Button, Dialog, errorMessage, TextArea } from '../../ui';
import { useCustomerChanges } from './use-customer-changes';

export interface BlockDialogProps {
  userId: string;
  name: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const REASON_MAX_CHARS = 500;

export function BlockDialog({ userId, name, open, onOpenChange }: BlockDialogProps) {
  const { block } = useCustomerChanges(userId, name);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);

  function submit() {
    const words = reason.trim();
    setMissing(words === '');
    if (words === '') return;
    block.mutate(words, {
      onSuccess: () => {
        setReason('');
        onOpenChange(false);
      },
    });
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Block ${name}?`}
      description="Their open chats are closed, and they can write no messages and open no tickets until somebody unblocks them."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="danger" busy={block.isPending} onClick={submit}>
            Block
          </Button>
        </>
      }
    >
      <TextArea
        label="Reason"
        hint="Colleagues see it. It is kept in the audit log."
        rows={3}
        maxLength={REASON_MAX_CHARS}
        value={reason}
        error={
          missing
            ? 'Say why, so that colleagues understand it later.'
            : block.isError
              ? errorMessage(block.error)
              : null
        }
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  );
}
