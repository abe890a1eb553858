// One chat: its history and what one may do with it. One's own is written in; a waiting one can
// be read and accepted; somebody else's, or a closed one, can be read.

import type { AgentThread, ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { ArrowRightLeft, Check, StickyNote } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import {
  Avatar,
  Button,
  ConfirmDialog,
  EmptyState,
  ErrorState,
  errorMessage,
  IconButton,
  Loading,
  Notice,
  RelativeTime,
  StatusPill,
  Thread,
  useToast,
} from '../../ui';
import { useConsole } from '../shared/console-context';
import { AsideToggle, PaneHead, WithAside } from '../shared/panes';
import { paths } from '../shared/paths';
import { ChatComposer } from './chat-composer';
import styles from './conversation.module.css';
import { CustomerPane } from './customer-pane';
import { entryOf } from './entries';
import { TransferDialog } from './transfer-dialog';

export function Conversation({ id, back }: { id: string; back: string }) {
  const { desk, connection, threads, waiting } = useAgentDesk();
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
  const { desk, sessions, waiting } = useAgentDesk();
  const { me } = useConsole();
  const [aside, setAside] = useState(false);
  const isOwn = sessions.some((own) => own.id === session.id);
  const isWaiting = waiting.some((one) => one.id === session.id);
  useReadWhileLooking(isOwn ? thread : null);

  const items = thread.messages.map((message) =>
    entryOf(message, {
      me,
      onRetry: (clientId) => desk.retry(clientId),
      onDiscard: (clientId) => desk.discard(clientId),
    }),
  );

  return (
    <WithAside
      open={aside}
      onClose={() => setAside(false)}
      asideLabel={`About ${session.userName}`}
      aside={<CustomerPane session={session} />}
    >
      <PaneHead
        back={back}
        backLabel="Back to the chats"
        lead={<Avatar name={session.userName} size={36} />}
        title={session.userName}
        sub={
          <>
            {session.topic ? <span className={styles.topic}>{session.topic}</span> : null}
            {isOwn ? null : <StatusPill status={session.status} />}
          </>
        }
        actions={
          <>
            {isOwn ? <OwnActions session={session} /> : null}
            <AsideToggle open={aside} onToggle={() => setAside(!aside)} />
          </>
        }
      />
      {thread.note ? (
        <div className={styles.note}>
          <Notice tone="warning" icon={<StickyNote size={16} aria-hidden />}>
            <strong>Handed on with a note:</strong> {thread.note}
          </Notice>
        </div>
      ) : null}
      <div className={styles.thread}>
        <Thread
          label={`Chat with ${session.userName}`}
          items={items}
          typing={thread.userTyping && isOwn ? session.userName : null}
          receipts={isOwn}
          before={thread.loading ? <Loading label="Loading earlier messages" /> : null}
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
        {isOwn ? (
          <ChatComposer session={session} />
        ) : isWaiting ? (
          <AcceptBar session={session} />
        ) : (
          <p className={styles.readOnly}>
            {session.status === 'closed' ? (
              <>
                This chat is closed
                {session.closedAt ? (
                  <>
                    {' '}
                    · <RelativeTime time={session.closedAt} />
                  </>
                ) : null}
              </>
            ) : session.agentName ? (
              `${session.agentName} has this chat. You can read it.`
            ) : (
              'This chat is waiting for an agent.'
            )}
          </p>
        )}
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

function OwnActions({ session }: { session: ChatSession }) {
  const { desk } = useAgentDesk();
  const toast = useToast();
  const navigate = useNavigate();
  const [closing, setClosing] = useState(false);
  const [transferring, setTransferring] = useState(false);

  async function close() {
    try {
      await desk.close(session.id);
      toast({ title: `Chat with ${session.userName} closed` });
    } catch (error) {
      toast({ title: 'The chat is still open', text: errorMessage(error), tone: 'danger' });
    }
  }

  return (
    <>
      <IconButton
        label="Hand on to a colleague"
        icon={<ArrowRightLeft size={19} aria-hidden />}
        onClick={() => setTransferring(true)}
      />
      <Button
        size="s"
        className={styles.close}
        icon={<Check size={16} aria-hidden />}
        aria-label={`Close the chat with ${session.userName}`}
        title="Close the chat"
        onClick={() => setClosing(true)}
      >
        <span>Close</span>
      </Button>
      <ConfirmDialog
        open={closing}
        onOpenChange={setClosing}
        title="Close this chat?"
        description={`${session.userName} is told that the chat has ended, and can start a new one. The messages are kept.`}
        action="Close chat"
        variant="primary"
        onConfirm={() => void close()}
      />
      <TransferDialog
        session={session}
        open={transferring}
        onOpenChange={setTransferring}
        onDone={() => navigate(paths.chats)}
      />
    </>
  );
}

function AcceptBar({ session }: { session: ChatSession }) {
  const { desk, connection, offers } = useAgentDesk();
  const [accepting, setAccepting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function accept() {
    setAccepting(true);
    setFailure(null);
    try {
      await desk.accept(session.id);
    } catch (error) {
      setFailure(errorMessage(error));
    } finally {
      setAccepting(false);
    }
  }

  return (
    <div className={styles.acceptBar}>
      <p>
        {offers.includes(session.id) ? 'This chat is offered to you.' : 'This chat is waiting.'}{' '}
        <span className={styles.muted}>
          Since <RelativeTime time={session.queuedAt} />
        </span>
        {failure ? (
          <span className={styles.failure} role="alert">
            {failure}
          </span>
        ) : null}
      </p>
      <Button
        variant="primary"
        busy={accepting}
        disabled={connection.status !== 'online'}
        onClick={() => void accept()}
      >
        Accept
      </Button>
    </div>
  );
}
