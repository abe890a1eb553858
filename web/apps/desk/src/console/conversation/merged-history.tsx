// Above a chat's own messages: the conversations that were merged into it, each to be opened and
// taken out again.

import type { MergedConversation } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Merge } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  ErrorState,
  Loading,
  plural,
  RelativeTime,
  Thread,
  type ThreadItem,
} from '../../ui';
import { useConsole } from '../shared/console-context';
import { keys, PAGE_MAX, readAll } from '../shared/queries';
import styles from './merged-history.module.css';
import { useMerged, useUnmerge } from './use-merge';

export function MergedHistories({ into }: { into: string }) {
  const merged = useMerged(into);
  // Where there is none, which is the rule, a failure is not worth the agent's attention.
  return merged.data?.map((one) => <MergedHistory key={one.id} one={one} into={into} />);
}

function MergedHistory({ one, into }: { one: MergedConversation; into: string }) {
  const [open, setOpen] = useState(false);
  const unmerge = useUnmerge(into);
  const name = one.subject ?? (one.kind === 'ticket' ? 'A ticket' : 'A chat');
  return (
    <section className={styles.merged} aria-label={`Merged: ${name}`}>
      <div className={styles.head}>
        <Merge size={16} aria-hidden />
        <p className={styles.words}>
          Merged with <strong>{name}</strong>
          {one.ticketNumber ? ` (#${one.ticketNumber})` : ''} by {one.mergedBy}{' '}
          <RelativeTime time={one.mergedAt} />
        </p>
        <Button size="s" busy={unmerge.isPending} onClick={() => unmerge.mutate(one.id)}>
          Undo
        </Button>
      </div>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>{sizeOf(one)}</summary>
        {open ? <Messages one={one} name={name} /> : null}
      </details>
    </section>
  );
}

/** What a ticket itself says is no message of it. */
function sizeOf({ kind, messageCount }: MergedConversation): string {
  if (kind === 'chat') return plural(messageCount, 'message');
  return messageCount === 0 ? 'Its text' : `Its text and ${plural(messageCount, 'message')}`;
}

function Messages({ one, name }: { one: MergedConversation; name: string }) {
  const { me } = useConsole();
  const items = useMergedItems(one, me.id);
  if (items.isPending) return <Loading label="Loading its messages" />;
  if (items.isError) {
    return (
      <ErrorState
        title="Its messages did not load"
        error={items.error}
        onRetry={() => void items.refetch()}
      />
    );
  }
  return <Thread label={`Merged conversation: ${name}`} items={items.data} />;
}

function useMergedItems({ id, kind }: MergedConversation, myId: string) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: keys.mergedThread(id),
    queryFn: async ({ signal }): Promise<ThreadItem[]> => {
      if (kind === 'chat') return readAll(chatPages);
      const ticket = await api.tickets.get(id, { signal });
      const responses = await readAll((cursor) =>
        api.responses.list(id, { cursor, limit: PAGE_MAX }, { signal }),
      );
      return [
        {
          kind: 'message',
          id,
          mine: false,
          author: ticket.userName,
          time: ticket.createdAt,
          text: ticket.description,
          files: ticket.files,
        },
        ...responses.map(
          (response): ThreadItem => ({
            kind: 'message',
            id: response.id,
            mine: response.authorId === myId,
            author: response.authorName,
            time: response.createdAt,
            text: response.response,
            files: response.files,
            internal: response.internal,
          }),
        ),
      ];

      async function chatPages(cursor: string | null) {
        const query = { after: cursor ? Number(cursor) : undefined, limit: PAGE_MAX };
        const { items, next } = await api.chat.messages(id, query, { signal });
        return {
          next: next === null ? null : String(items.at(-1)?.seq ?? next),
          items: items.map(
            (message): ThreadItem => ({
              kind: 'message',
              id: message.id,
              mine: message.senderId === myId,
              author: message.senderName,
              time: message.timestamp,
              text: message.content,
              files: message.files,
            }),
          ),
        };
      }
    },
  });
}
