/** The chats of before, and one that is open on another device. */
import type { ChatSession } from '@frontdesk/client';
import { MessagesSquare, Ticket } from 'lucide-react';
import { Button, LoadMore, Notice, RelativeTime } from '../ui';
import { ArticleRows } from './article-list';
import styles from './chat-start.module.css';
import { chatPath, ticketPath } from './paths';
import { useChatSessions } from './queries';

export interface EarlierChatsProps {
  /** Nothing is open here: an open chat is one of another device's. */
  offerOpen: boolean;
  onGoOn: () => void;
}

export function OpenElsewhere({ offerOpen, onGoOn }: EarlierChatsProps) {
  const sessions = useChatSessions();
  const open = sessions.data?.pages
    .flatMap((page) => page.items)
    .find((session) => session.status !== 'closed');
  if (!offerOpen || !open) return null;
  return (
    <Notice
      live
      icon={<MessagesSquare size={16} aria-hidden />}
      action={
        <Button size="s" onClick={() => onGoOn()}>
          Go on with it
        </Button>
      }
    >
      You have an open chat{open.topic ? `: ${open.topic}` : ''}.
    </Notice>
  );
}

export function EarlierChats() {
  const sessions = useChatSessions();
  const past = (sessions.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (session) => session.status === 'closed',
  );
  return (
    <>
      {past.length > 0 ? (
        <section className={styles.past} aria-labelledby="past-chats">
          <h2 id="past-chats">Earlier chats</h2>
          <ArticleRows label="Earlier chats" rows={past.map(rowOf)} />
        </section>
      ) : null}
      <LoadMore
        hasMore={sessions.hasNextPage}
        loading={sessions.isFetchingNextPage}
        onLoad={() => void sessions.fetchNextPage()}
      />
    </>
  );
}

/** A chat that became a ticket is read there, where it goes on. */
function rowOf(session: ChatSession) {
  const isTicket = typeof session.ticketNumber === 'number';
  return {
    id: session.id,
    to: isTicket ? ticketPath(session.id) : chatPath(session.id),
    icon: isTicket ? <Ticket size={18} aria-hidden /> : <MessagesSquare size={18} aria-hidden />,
    title: session.topic || session.lastMessage || 'Chat',
    excerpt: session.topic ? session.lastMessage : undefined,
    meta: (
      <>
        <RelativeTime time={session.closedAt ?? session.updatedAt} />
        {session.agentName ? <span>with {session.agentName}</span> : null}
        {isTicket ? <span>became ticket #{session.ticketNumber}</span> : null}
      </>
    ),
  };
}
