// Every chat of the desk, the latest first.

import { useFrontdesk } from '@frontdesk/react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ErrorState, Loading, LoadMore } from '../../ui';
import { paths } from '../shared/paths';
import { keys } from '../shared/queries';
import styles from './chat-list.module.css';
import { ChatRow } from './chat-row';

export function ChatHistory({ selected }: { selected?: string }) {
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
