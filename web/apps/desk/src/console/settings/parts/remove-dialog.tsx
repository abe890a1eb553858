// Asks before something is deleted, and stays open to say why it could not be.

import { FrontdeskError } from '@frontdesk/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dialog, errorMessage, Notice, useToast } from '../../../ui';

export interface RemoveDialogProps {
  name: string;
  /** What goes with it, and what stays. */
  description: string;
  remove: () => Promise<void>;
  /** What is read again afterwards. */
  refresh: readonly unknown[];
  /** What to do when something still needs it. */
  whenNeeded?: string;
  onClose: () => void;
}

export function RemoveDialog({
  name,
  description,
  remove,
  refresh,
  whenNeeded,
  onClose,
}: RemoveDialogProps) {
  const queries = useQueryClient();
  const toast = useToast();
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: refresh });
      toast({ title: `“${name}” is deleted` });
      onClose();
    },
  });
  const isNeeded = removal.error instanceof FrontdeskError && removal.error.code === 'conflict';
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Delete “${name}”?`}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={removal.isPending} onClick={() => removal.mutate()}>
            Delete
          </Button>
        </>
      }
    >
      {removal.isError ? (
        <Notice tone="danger" live>
          {errorMessage(removal.error)} {isNeeded ? whenNeeded : null}
        </Notice>
      ) : null}
    </Dialog>
  );
}
