// What colleagues have written down about a customer, whichever conversation they are in. The
// customer never sees it; its author and admins can change and delete it.

import type { PersonNote } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Lock, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, ConfirmDialog, errorMessage, IconButton, RelativeTime, TextArea } from '../../ui';
import { useConsole } from './console-context';
import { keys } from './queries';
import styles from './side.module.css';

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
  // Nobody of this id was ever here, or the line is down: there is nothing to write on.
  if (!notes.data) return null;
  return (
    <section className={styles.notes} aria-label="Notes about the customer">
      <h3 className={styles.heading}>
        <Lock size={12} aria-hidden /> Notes about the customer
      </h3>
      {notes.data.length > 0 ? (
        <ul className={styles.noteList}>
          {notes.data.map((note) => (
            <li key={note.id}>
              {writing === note.id ? (
                <NoteForm userId={userId} note={note} onDone={() => setWriting(null)} />
              ) : (
                <Shown note={note} onEdit={() => setWriting(note.id)} />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {writing === 'new' ? (
        <NoteForm userId={userId} onDone={() => setWriting(null)} />
      ) : (
        <Button
          size="s"
          variant="ghost"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => setWriting('new')}
        >
          Add a note about them
        </Button>
      )}
    </section>
  );
}

function Shown({ note, onEdit }: { note: PersonNote; onEdit: () => void }) {
  const { me } = useConsole();
  const [asking, setAsking] = useState(false);
  const { remove } = useChangeNotes(note.personId);
  const isMine = note.authorId === me.id || me.role === 'admin';
  return (
    <article className={styles.customerNote}>
      <p className={styles.noteText} dir="auto">
        {note.content}
      </p>
      <p className={styles.noteBy}>
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
              onClick={() => setAsking(true)}
            />
          </>
        ) : null}
      </p>
      {remove.isError ? (
        <p className={styles.noteError} role="alert">
          {errorMessage(remove.error)}
        </p>
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this note?"
        description="It is gone for everybody."
        action="Delete"
        onConfirm={() => remove.mutate(note.id)}
      />
    </article>
  );
}

interface NoteFormProps {
  userId: string;
  note?: PersonNote;
  onDone: () => void;
}

function NoteForm({ userId, note, onDone }: NoteFormProps) {
  const [content, setContent] = useState(note?.content ?? '');
  const { save } = useChangeNotes(userId);
  return (
    <form
      className={styles.noteForm}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ id: note?.id ?? null, content: content.trim() }, { onSuccess: onDone });
      }}
    >
      <TextArea
        label="Note about the customer"
        hint="For colleagues. The customer never sees it."
        rows={3}
        maxLength={NOTE_MAX_CHARS}
        // biome-ignore lint/a11y/noAutofocus: one has asked for it by a press
        autoFocus
        value={content}
        error={save.isError ? errorMessage(save.error) : null}
        onChange={(event) => setContent(event.target.value)}
      />
      <div className={styles.noteActions}>
        <Button size="s" onClick={onDone}>
          Cancel
        </Button>
        <Button
          size="s"
          type="submit"
          variant="primary"
          busy={save.isPending}
          disabled={content.trim() === ''}
        >
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
