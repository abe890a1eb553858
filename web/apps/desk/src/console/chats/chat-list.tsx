// The list at the left of the chats page: the queue and one's own chats, or the whole desk's
// chats of the past.

import type { ChatSession, WaitingSession } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import {
  Avatar,
  Badge,
  Button,
  classes,
  ErrorState,
  errorMessage,
  Loading,
  LoadMore,
  plural,
  RelativeTime,
  StatusPill,
} from '../../ui';
import { LIST, ROW } from '../keyboard/list-focus';
import { useConsole } from '../shared/console-context';
import { PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import { keys } from '../shared/queries';
import styles from './chat-list.module.css';
import { inActivityOrder, inQueueOrder, lastActivity, previewOf, unreadOf } from './queue';

export function ChatList({ selected, history }: { selected?: string; history: boolean }) {
  return (
    <>
      <PaneHead
        title="Chats"
        level={selected ? 2 : 1}
        actions={
          <nav className={styles.switch} aria-label="Which chats">
            <Link to={paths.chats} aria-current={history ? undefined : 'page'}>
              Now
            </Link>
            <Link to={paths.chatHistory} aria-current={history ? 'page' : undefined}>
              History
            </Link>
          </nav>
        }
      />
      <div className={styles.scroll} {...LIST}>
        {history ? <History selected={selected} /> : <Now selected={selected} />}
      </div>
    </>
  );
}

function Now({ selected }: { selected?: string }) {
  const { waiting, offers, sessions, threads } = useAgentDesk();
  const { me } = useConsole();
  const queue = inQueueOrder(waiting, offers);
  const own = inActivityOrder(sessions, threads);
  return (
    <>
      <h2 className={styles.heading}>
        Waiting <span className={styles.number}>{queue.length}</span>
      </h2>
      {queue.length === 0 ? (
        <p className={styles.none}>Nobody is waiting.</p>
      ) : (
        <ul className={styles.rows}>
          {queue.map((session) => (
            <WaitingRow
              key={session.id}
              session={session}
              offered={offers.includes(session.id)}
              selected={session.id === selected}
            />
          ))}
        </ul>
      )}
      <h2 className={styles.heading}>
        Your chats <span className={styles.number}>{own.length}</span>
      </h2>
      {own.length === 0 ? (
        <p className={styles.none}>Chats that you accept are kept here until they are closed.</p>
      ) : (
        <ul className={styles.rows}>
          {own.map((session) => {
            const thread = threads[session.id];
            return (
              <ChatRow
                key={session.id}
                session={session}
                selected={session.id === selected}
                unread={unreadOf(session, thread)}
                typing={thread?.userTyping ?? false}
                preview={previewOf(session, thread, me.id)}
                time={lastActivity(session, thread)}
                to={paths.chat(session.id)}
              />
            );
          })}
        </ul>
      )}
    </>
  );
}

function WaitingRow({
  session,
  offered,
  selected,
}: {
  session: WaitingSession;
  offered: boolean;
  selected: boolean;
}) {
  const { desk, connection } = useAgentDesk();
  const navigate = useNavigate();
  const [accepting, setAccepting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function accept() {
    setAccepting(true);
    setFailure(null);
    try {
      await desk.accept(session.id);
      navigate(paths.chat(session.id));
    } catch (error) {
      setFailure(errorMessage(error));
      setAccepting(false);
    }
  }

  return (
    <li className={classes(styles.row, offered && styles.offered, selected && styles.selected)}>
      <Link
        to={paths.chat(session.id)}
        className={styles.link}
        aria-current={selected ? 'true' : undefined}
        {...ROW}
      >
        <Avatar name={session.userName} size={34} />
        <span className={styles.words}>
          <span className={styles.first}>
            <span className={styles.name}>{session.userName}</span>
            <RelativeTime time={session.createdAt} className={styles.time} />
          </span>
          {session.topic ? <span className={styles.topic}>{session.topic}</span> : null}
          <span className={styles.preview}>
            {session.lastMessage || plural(session.messageCount, 'message')}
          </span>
        </span>
      </Link>
      <div className={styles.accept}>
        {offered ? (
          <Badge tone="accent" dot>
            Offered to you
          </Badge>
        ) : (
          <span />
        )}
        <Button
          size="s"
          variant={offered ? 'primary' : 'secondary'}
          busy={accepting}
          disabled={connection.status !== 'online'}
          aria-label={`Accept the chat of ${session.userName}`}
          onClick={() => void accept()}
        >
          Accept
        </Button>
      </div>
      {failure ? (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      ) : null}
    </li>
  );
}

interface ChatRowProps {
  session: ChatSession;
  selected: boolean;
  unread?: number;
  typing?: boolean;
  preview: string;
  time: string;
  to: string;
  status?: boolean;
}

function ChatRow({
  session,
  selected,
  unread = 0,
  typing = false,
  preview,
  time,
  to,
  status = false,
}: ChatRowProps) {
  return (
    <li className={classes(styles.row, selected && styles.selected, unread > 0 && styles.unread)}>
      <Link to={to} className={styles.link} aria-current={selected ? 'true' : undefined} {...ROW}>
        <Avatar name={session.userName} size={34} />
        <span className={styles.words}>
          <span className={styles.first}>
            <span className={styles.name}>{session.userName}</span>
            <RelativeTime time={time} className={styles.time} />
          </span>
          {session.topic ? <span className={styles.topic}>{session.topic}</span> : null}
          <span className={styles.last}>
            <span className={classes(styles.preview, typing && styles.typing)}>
              {typing ? 'is typing…' : preview}
            </span>
            {unread > 0 ? (
              <span className={styles.dot}>
                <span className="visually-hidden">{plural(unread, 'unread message')}</span>
              </span>
            ) : null}
            {status ? <StatusPill status={session.status} /> : null}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** Every chat of the desk, the latest first. */
function History({ selected }: { selected?: string }) {
  const { api } = useFrontdesk();
  const list = useInfiniteQuery({
    queryKey: keys.sessions,
    queryFn: ({ pageParam, signal }) => api.chat.sessions({ cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  if (list.isPending) return <Loading label="Loading chats" />;
  if (list.isError) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  const sessions = list.data.pages.flatMap((page) => page.items);
  if (sessions.length === 0) return <p className={styles.none}>There have been no chats yet.</p>;
  return (
    <>
      <ul className={styles.rows}>
        {sessions.map((session) => (
          <ChatRow
            key={session.id}
            session={session}
            selected={session.id === selected}
            preview={session.agentName ? `with ${session.agentName}` : 'with nobody yet'}
            time={session.updatedAt}
            to={`${paths.chat(session.id)}?show=history`}
            status
          />
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
        auto
      />
    </>
  );
}
