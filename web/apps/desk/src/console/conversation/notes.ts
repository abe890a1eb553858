// The internal notes of a chat, and their place among its messages.

import { agentDesk, type Note } from '@frontdesk/client';
import { useFrontdesk, useMember } from '@frontdesk/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { ThreadItem } from '../../ui';
import { keys, PAGE_MAX, readAll } from '../shared/queries';

/** All notes of a conversation, oldest first; new ones come by the socket. */
export function useNotes(conversationId: string) {
  const { api } = useFrontdesk();
  const desk = useMember(agentDesk);
  const show = useShowNote();
  useEffect(() => desk.onNote(show), [desk, show]);
  return useQuery({
    queryKey: keys.notes(conversationId),
    queryFn: ({ signal }) =>
      readAll((cursor) =>
        api.conversations.notes(conversationId, { cursor, limit: PAGE_MAX }, { signal }),
      ),
  });
}

/** Puts a note where its conversation's are shown. */
export function useShowNote(): (note: Note) => void {
  const queries = useQueryClient();
  return useCallback(
    (note) => {
      const queryKey = keys.notes(note.sessionId);
      // An answer that is under way may have been read before the note was written.
      if (queries.isFetching({ queryKey }) > 0) void queries.invalidateQueries({ queryKey });
      queries.setQueryData<Note[]>(queryKey, (notes) => notes && withNote(notes, note));
    },
    [queries],
  );
}

/** Once, and in the order of their numbers. */
export function withNote(notes: readonly Note[], note: Note): Note[] {
  const others = notes.filter(({ id }) => id !== note.id);
  return [...others, note].sort((one, other) => one.seq - other.seq);
}

/** A note as the thread shows it. */
export function noteEntry(note: Note, myId: string): ThreadItem {
  return {
    kind: 'message',
    id: note.id,
    mine: note.authorId === myId,
    author: note.authorName,
    time: note.createdAt,
    text: note.content,
    files: note.files,
    internal: true,
  };
}

/** Messages keep their order; each note stands before the first message that is later. */
export function interleave(
  messages: readonly ThreadItem[],
  notes: readonly ThreadItem[],
): ThreadItem[] {
  const items: ThreadItem[] = [];
  let next = 0;
  for (const message of messages) {
    for (; next < notes.length; next += 1) {
      const note = notes[next] as ThreadItem;
      if (Date.parse(note.time) >= Date.parse(message.time)) break;
      items.push(note);
    }
    items.push(message);
  }
  return [...items, ...notes.slice(next)];
}
