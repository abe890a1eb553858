// One chat: its history and what one may do with it. One's own is written in; a waiting one can
// be read and accepted; somebody else's, or a closed one, can be read and noted on.

import type { AgentThread, ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { useCallback, useEffect, useState } from 'react';
import { EmptyState, ErrorState, Loading, Thread } from '../../ui';
import { MergedHistories } from '../conversation/merged-history';
import { interleave, noteEntry, useNotes } from '../conversation/notes';
import { StateNotices } from '../conversation/state-notices';
import { ofChat } from '../conversation/subject';
import { useConsole } from '../shared/console-context';
import { PaneHead, useAside, WithAside } from '../shared/panes';
import { useLooking } from '../shared/use-looking';
import { WritingWarning } from '../shared/viewers-bar';
import styles from './conversation.module.css';
import { ConversationFoot } from './conversation-foot';
import { ConversationHead } from './conversation-head';
import { CustomerPane } from './customer-pane';
import { entryOf } from './entries';
import { HandedOnNotice } from './handed-on-notice';

export function Conversation({ id, back }: { id: string; back: string }) {
  const { desk, connection, threads, waiting, sessions } = useAgentDesk();
  const [failure, setFailure] = useState<unknown>(null);
  const thread = threads[id];
  const inQueue = waiting.find((session) => session.id === id);
  const online = connection.status === 'online';

  const open = useCallback(() => {
    setFailure(null);
    desk.open(id).catch(setFailure);
  }, [desk, id]);

  // A waiting chat is nobody's yet, so its messages are not sent here: read again when it grows.
  const grown = inQueue?.messageCount;
  // biome-ignore lint/correctness/useExhaustiveDependencies: growth is the signal
  useEffect(() => {
    if (online) open();
  }, [open, online, grown]);

  // So it is with a colleague's: what is said there is only hinted at.
  const isOwn = sessions.some((session) => session.id === id);
  useEffect(() => {
    if (isOwn) return;
    return desk.onConversationsChanged(({ conversationIds }) => {
      if (conversationIds.includes(id)) open();
    });
  }, [desk, id, isOwn, open]);

  if (thread?.session) {
    return <Opened thread={thread} session={thread.session} back={back} />;
  }
  return (
    <>
      <PaneHead title={inQueue?.userName ?? 'Chat'} back={back} />
      {failure ? (
        <ErrorState title="This chat did not load" error={failure} onRetry={open} />
      ) : online || connection.status === 'connecting' ? (
        <Loading label="Loading the chat" />
      ) : (
        <EmptyState title="This chat loads when the line is back" />
      )}
    </>
  );
}

interface OpenedProps {
  thread: AgentThread;
  session: ChatSession;
  back: string;
}

function Opened({ thread, session, back }: OpenedProps) {
  const { desk, sessions } = useAgentDesk();
  const { me } = useConsole();
  const aside = useAside();
  const isOwn = sessions.some((own) => own.id === session.id);
  const viewers = useLooking(session.id);
  useReadWhileLooking(isOwn ? thread : null);

  const messages = thread.messages.map((message) =>
    entryOf(message, {
      me,
      onRetry: (clientId) => desk.retry(clientId),
      onDiscard: (clientId) => desk.discard(clientId),
    }),
  );
  const notes = useNotes(session.id);
  const items = interleave(
    messages,
    (notes.data ?? []).map((note) => noteEntry(note, me.id)),
  );

  return (
    <WithAside
      aside={aside}
      detailsLabel={`About ${session.userName}`}
      details={<CustomerPane session={session} items={items} />}
    >
      <ConversationHead
        session={session}
        isOwn={isOwn}
        viewers={viewers}
        back={back}
        aside={aside}
      />
      <HandedOnNotice note={thread.note} />
      <StateNotices subject={ofChat(session)} />
      <div className={styles.thread}>
        <Thread
          label={`Chat with ${session.userName}`}
          items={items}
          typing={thread.userTyping && isOwn ? session.userName : null}
          receipts={isOwn}
          before={
            <>
              <MergedHistories into={session.id} />
              {thread.loading ? <Loading label="Loading earlier messages" /> : null}
            </>
          }
          empty={
            thread.loading ? null : (
              <EmptyState title="No messages yet">
                {isOwn ? 'Say hello: the customer sees that you are here.' : null}
              </EmptyState>
            )
          }
          scroll
        />
      </div>
      <footer className={styles.foot}>
        <WritingWarning viewers={viewers} />
        <ConversationFoot session={session} isOwn={isOwn} />
      </footer>
    </WithAside>
  );
}

/** Marks as read what is on the screen, while the tab is looked at. */
function useReadWhileLooking(thread: AgentThread | null) {
  const { desk } = useAgentDesk();
  const id = thread?.sessionId;
  const unread = thread?.unread ?? 0;
  useEffect(() => {
    if (!id || unread === 0) return;
    const read = () => {
      if (document.visibilityState === 'visible') desk.markRead(id);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [desk, id, unread]);
}
