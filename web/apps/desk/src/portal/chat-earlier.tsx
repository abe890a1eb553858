/** The chats of before, and one that is open on another device. */

import type { ChatSession } from '@frontdesk/client';
import { MessagesSquare, Ticket } from 'lucide-react';
import { Button, LoadMore, Notice, RelativeTime } from '../ui';
import { ArticleRows } from './article-list';
import styles from './chat-start.module.css';
import { t } from './locales';
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
          {t.goOnWithIt}
        </Button>
      }
    >
      {open.topic ? t.youHaveAnOpenChatOn(open.topic) : t.youHaveAnOpenChat}
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
          <h2 id="past-chats">{t.earlierChats}</h2>
          <ArticleRows label={t.earlierChats} rows={past.map(rowOf)} />
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
  const number = session.ticketNumber ?? null;
  const isTicket = number !== null;
  return {
    id: session.id,
    to: isTicket ? ticketPath(session.id) : chatPath(session.id),
    icon: isTicket ? <Ticket size={18} aria-hidden /> : <MessagesSquare size={18} aria-hidden />,
    title: session.topic || session.lastMessage || t.chat,
    excerpt: session.topic ? session.lastMessage : undefined,
    meta: (
      <>
        <RelativeTime time={session.closedAt ?? session.updatedAt} />
        {session.agentName ? <span>{t.withName(session.agentName)}</span> : null}
        {number === null ? null : <span>{t.becameTicket(number)}</span>}
      </>
    ),
  };
}
