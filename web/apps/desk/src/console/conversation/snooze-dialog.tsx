// Asks until when a chat or a ticket is set aside: times to choose by one press, or one of one's own; and a
// note that comes back with it.

import { useState } from 'react';
import { Button, Dialog, errorMessage, Notice, TextField } from '../../ui';
import styles from './snooze-dialog.module.css';
import { futureMoment, localValue, snoozeTimeInWords, snoozeTimes } from './snooze-times';
import type { Subject } from './subject';
import { useSnooze } from './use-snooze';

export interface SnoozeDialogProps {
  subject: Subject;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const NOTE_MAX_CHARS = 2000;

export function SnoozeDialog({ subject, open, onOpenChange }: SnoozeDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Set this ${subject.kind} aside`}
      description={`It leaves the list until then, and comes back at once when ${subject.userName} writes.`}
    >
      {open ? <Choice subject={subject} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function Choice({ subject, onDone }: { subject: Subject; onDone: () => void }) {
  const { snooze } = useSnooze(subject);
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  function until(at: Date) {
    setProblem(null);
    snooze.mutate({ until: at, note: note.trim() || undefined }, { onSuccess: onDone });
  }

  function untilOwn() {
    const at = futureMoment(own, new Date());
    if (at) until(at);
    else setProblem('Choose a time that lies ahead.');
  }

  return (
    <>
      <TextField
        label="Note for later (optional)"
        hint="Kept as an internal note."
        maxLength={NOTE_MAX_CHARS}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <fieldset className={styles.times}>
        <legend className={styles.legend}>Until</legend>
        {snoozeTimes(now).map(({ label, at }) => (
          <Button
            key={label}
            className={styles.time}
            disabled={snooze.isPending}
            onClick={() => until(at)}
          >
            <span>{label}</span>
            <span className={styles.when}>{snoozeTimeInWords(at)}</span>
          </Button>
        ))}
      </fieldset>
      <form
        className={styles.own}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          untilOwn();
        }}
      >
        <TextField
          label="Another time"
          type="datetime-local"
          min={localValue(now)}
          value={own}
          error={problem}
          onChange={(event) => setOwn(event.target.value)}
        />
        <Button type="submit" busy={snooze.isPending}>
          Set aside until then
        </Button>
      </form>
      {snooze.isError ? (
        <Notice tone="danger" live>
          {errorMessage(snooze.error)}
        </Notice>
      ) : null}
    </>
  );
}
