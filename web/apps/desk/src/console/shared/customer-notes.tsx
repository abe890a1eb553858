// What colleagues have written down about a customer, whichever conversation they are in. The
// customer never sees it; its author and admins can change and delete it.

import type { PersonNote } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Lock, Pencil, Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, ConfirmDialog, errorMessage, IconButton, RelativeTime, TextArea } from '../../ui';
import { useConsole } from './console-context';
import styles from './customer-notes.module.css';
import { keys } from './queries';
import side from './side.module.css';

const NOTE_MAX_CHARS = 4_000;
/** What is being written: a new one, or the one of this id. */
type Writing = 'new' | string | null;

export function CustomerNotes({ userId }: { userId: string }) {
  const { api } = useFrontdesk();
  const notes = useQuery({
    queryKey: keys.personNotes(userId),
    queryFn: ({ signal }) => api.people.notes.list(userId, { signal }),
  });
  const [writing, setWriting] = useState<Writing>(null);
  const [asking, setAsking] = useState<PersonNote | null>(null);
  const { save, remove } = useChangeNotes(userId);
  const add = useRef<HTMLButtonElement>(null);
  const isDone = useRef(false);
  // The field, or the note that was deleted, had the focus.
  useEffect(() => {
    if (isDone.current) add.current?.focus();
    isDone.current = false;
  });
  const close = () => {
    isDone.current = true;
    setWriting(null);
  };
  // Nobody of this id was ever here, or the line is down: there is nothing to write on.
  if (!notes.data) return null;

  const form = (note?: PersonNote) => (
    <NoteForm
      key={note?.id ?? 'new'}
      note={note}
      busy={save.isPending}
      error={save.isError ? errorMessage(save.error) : null}
      onSave={(content) => save.mutate({ id: note?.id ?? null, content }, { onSuccess: close })}
      onCancel={() => {
        save.reset();
        close();
      }}
    />
  );
  return (
    <section className={styles.notes} aria-label="Notes about the customer">
      <h3 className={side.heading}>
        <Lock size={12} aria-hidden /> Notes about the customer
      </h3>
      {notes.data.length > 0 ? (
        <ul className={styles.list}>
          {notes.data.map((note) => (
            <li key={note.id}>
              {writing === note.id ? (
                form(note)
              ) : (
                <Shown
                  note={note}
                  onEdit={() => setWriting(note.id)}
                  onDelete={() => setAsking(note)}
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {remove.isError ? (
        <p className={styles.error} role="alert">
          {errorMessage(remove.error)}
        </p>
      ) : null}
      {writing === 'new' ? (
        form()
      ) : (
        <Button
          ref={add}
          size="s"
          variant="ghost"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => setWriting('new')}
        >
          Add a note about them
        </Button>
      )}
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => {
          if (!open) setAsking(null);
        }}
        title="Delete this note?"
        description="It is gone for everybody."
        action="Delete"
        onConfirm={() =>
          asking &&
          remove.mutate(asking.id, {
            onSuccess: () => {
              isDone.current = true;
            },
          })
        }
      />
    </section>
  );
}

interface ShownProps {
  note: PersonNote;
  onEdit: () => void;
  onDelete: () => void;
}

function Shown({ note, onEdit, onDelete }: ShownProps) {
  const { me } = useConsole();
  const isMine = note.authorId === me.id || me.role === 'admin';
  return (
    <article className={styles.note}>
      <p className={styles.text} dir="auto">
        {note.content}
      </p>
      <div className={styles.by}>
        <span>
          {note.authorName} · <RelativeTime time={note.editedAt ?? note.createdAt} />
        </span>
        {isMine ? (
          <>
            <IconButton
              size="s"
              label="Change the note"
              icon={<Pencil size={14} aria-hidden />}
              onClick={onEdit}
            />
            <IconButton
              size="s"
              label="Delete the note"
              icon={<Trash2 size={14} aria-hidden />}
              onClick={onDelete}
            />
          </>
        ) : null}
      </div>
    </article>
  );
}

interface NoteFormProps {
  note?: PersonNote;
  busy: boolean;
  error: string | null;
  onSave: (content: string) => void;
  onCancel: () => void;
}

function NoteForm({ note, busy, error, onSave, onCancel }: NoteFormProps) {
  const [content, setContent] = useState(note?.content ?? '');
  const said = content.trim();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== '' && !busy) onSave(said);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        // Escape would close the details, too.
        event.preventDefault();
        onCancel();
      }}
    >
      <TextArea
        label="Note about the customer"
        hint="For colleagues. The customer never sees it."
        rows={3}
        maxLength={NOTE_MAX_CHARS}
        autoFocus
        value={content}
        error={error}
        onChange={(event) => setContent(event.target.value)}
      />
      <div className={styles.actions}>
        <Button size="s" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="s" type="submit" variant="primary" busy={busy} disabled={said === ''}>
          Save note
        </Button>
      </div>
    </form>
  );
}

function useChangeNotes(userId: string) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: keys.personNotes(userId) });
  const save = useMutation({
    mutationFn: ({ id, content }: { id: string | null; content: string }) =>
      id ? api.people.notes.edit(userId, id, content) : api.people.notes.add(userId, content),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.people.notes.remove(userId, id),
    onSuccess,
  });
  return { save, remove };
}
