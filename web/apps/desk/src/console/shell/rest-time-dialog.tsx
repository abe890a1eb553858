// Where one chooses for how long a reply rests before it leaves.

import { useSnapshot } from '@frontdesk/react';
import { Button, Dialog, Select } from '../../ui';
import { REST_SECONDS, restTime } from '../shared/rest-time';

export interface RestTimeDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function RestTimeDialog({ open, onOpenChange }: RestTimeDialogProps) {
  const { seconds } = useSnapshot(restTime);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Undo send"
      description="A reply to a ticket can be taken back for a few seconds before it leaves. What you write in a chat goes at once."
      footer={
        <Button variant="primary" onClick={() => onOpenChange(false)}>
          Done
        </Button>
      }
    >
      <Select
        label="It rests for"
        value={String(seconds)}
        onChange={(chosen) => restTime.set(Number(chosen))}
        options={REST_SECONDS.map((one) => ({
          value: String(one),
          label: one === 0 ? 'No time: it leaves at once' : `${one} seconds`,
        }))}
      />
    </Dialog>
  );
}
