// Asks for how long nothing of a conversation is to be sent.

import { useState } from 'react';
import { Button, Dialog } from '../ui';
import { t } from './locales';
import styles from './preferences.module.css';
import { useMuting } from './use-muting';
import { muteTimes } from './words';

export interface MuteDialogProps {
  conversationId: string;
  /** What it is, in a word. */
  noun: 'chat' | 'ticket';
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function MuteDialog({ conversationId, noun, open, onOpenChange }: MuteDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.muteThis[noun]}
      description={t.muteWhat}
    >
      {open ? <Times conversationId={conversationId} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function Times({ conversationId, onDone }: { conversationId: string; onDone: () => void }) {
  const { mute } = useMuting(conversationId);
  const [now] = useState(() => new Date());
  return (
    <div className={styles.choices}>
      {muteTimes(now).map(({ label, until }) => (
        <Button
          key={label}
          disabled={mute.isPending}
          onClick={() => mute.mutate(until, { onSuccess: onDone })}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
